package org.hakmem.proof.fuzz;

import java.util.List;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.jspecify.annotations.Nullable;

/** Settings that follow from a number. */
public final class Configs {

  private static final long MIB = 1L << 20;

  /** Little, as all of it is zeroed when an instance is made. */
  private static final long PORTABLE_BYTES = 16 * MIB;

  private long bits;

  private Configs(long bits) {
    this.bits = bits;
  }

  /**
   * Returns random settings, extreme ones among them.
   *
   * @param safety the safety mode, or null for any
   */
  public static HakmemConfig random(long seed, @Nullable Safety safety) {
    return new Configs(seed).make(safety);
  }

  private HakmemConfig make(@Nullable Safety safety) {
    boolean portable = any(List.of(true, false, false, false, false, false, false, false));
    return HakmemConfig.builder()
        .safety(safety == null ? any(List.of(Safety.values())) : safety)
        .magazineCapacity(any(List.of(0, 1, 2, 64, 1024, 1024)))
        .heapCachedBytes(any(List.of(0L, 4096L, 8 * MIB, 8 * MIB)))
        .totalCachedBytes(any(List.of(6000L, 256 * MIB, 256 * MIB)))
        .stickyRingSize(any(List.of(0, 4, 16)))
        .adopt(any(List.of(true, true, false)))
        .stripes(any(List.of(1, 2, 8)))
        .purgeDelayMillis(any(List.of(0L, 1L, 50L, 1000L)))
        .scavenger(any(List.of(true, false, false, false)))
        .portableMemory(portable)
        .maxBytes(
            any(
                List.of(
                    64L << 10, 2 * MIB, 8 * MIB, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)))
        .reservationBytes(portable ? PORTABLE_BYTES : any(List.of(64 * MIB, 256 * MIB)))
        .batchArenas(any(List.of(1, 2, 4096)))
        .batchBytes(any(List.of(MIB, 64 * MIB)))
        .batchMillis(any(List.of(0L, 250L)))
        .build();
  }

  private <T> T any(List<T> values) {
    bits = Mix.of(bits);
    return values.get(Mix.below(bits, values.size()));
  }
}
