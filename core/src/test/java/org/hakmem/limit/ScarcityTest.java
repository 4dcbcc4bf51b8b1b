package org.hakmem.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.Safety;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link OutOfMemoryError} says. */
class ScarcityTest {

  private static final int MIB = 1 << 20;

  @RegisterExtension private final Allocators allocators = new Allocators();

  private static void fill(Hakmem hakmem, long bytes) {
    while (true) {
      hakmem.malloc(bytes);
    }
  }

  @Test
  void atTheLimitItNamesTheLimit() {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(4 * MIB));
    assertThatThrownBy(() -> fill(hakmem, MIB))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage(
            "can't allocate 1048576 bytes: the limit is 4194304 bytes (org.hakmem.maxBytes),"
                + " 4194304 are in use (4194304 live, 0 cached, 0 dirty)");
  }

  /** The block would fit, but not the slab of several that it is to lie in. */
  @ParameterizedTest
  @ValueSource(longs = {100_000, 300_000, 700_000})
  void whereASlabDoesNotFitItNamesTheLimit(long bytes) {
    for (Safety safety : Safety.values()) {
      Hakmem hakmem = allocators.create(settings -> settings.maxBytes(8 * MIB).safety(safety));
      assertThatThrownBy(() -> fill(hakmem, bytes))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("the limit is 8388608 bytes");
    }
  }

  @Test
  @Tag("native-only") // portable memory reserves a stretch more than is asked for
  void whereTheReservationIsFullItNamesTheReservation() {
    Hakmem hakmem = allocators.create(settings -> settings.reservationBytes(16 * MIB));
    assertThatThrownBy(() -> fill(hakmem, 64 << 10))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage(
            "can't allocate 65536 bytes: the reservation is 16777216 bytes"
                + " (org.hakmem.reservationBytes), which has no room,"
                + " 16777216 are in use (16777216 live, 0 cached, 0 dirty)");
  }

  @Test
  @Tag("native-only")
  void whereTheSystemRefusesItNamesTheSystemsReason() {
    Hakmem hakmem = allocators.create();
    assertThatThrownBy(() -> hakmem.malloc(1L << 47))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage(
            "can't allocate 140737488355328 bytes: the operating system refuses more"
                + " (mmap: errno 12), 0 are in use (0 live, 0 cached, 0 dirty)");
  }
}
