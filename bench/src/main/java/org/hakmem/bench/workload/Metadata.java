package org.hakmem.bench.workload;

import java.util.EnumSet;
import org.hakmem.Hakmem;

/**
 * How much of the Java heap hakmem needs for what it knows of 1 GiB of live blocks of 64 bytes, as
 * a share of the memory it has committed. Of our own.
 */
final class Metadata {

  private static final long ALL_BYTES = 1L << 30;
  private static final int BYTES = 64;
  private static final double PERCENT = 100;
  private static final int COLLECTIONS = 3;

  private Metadata() {}

  static Workload workload() {
    return new Workload(
        "metadata",
        "Java heap used for 1 GiB of live blocks of 64 bytes, as a share of committed memory",
        Unit.PERCENT,
        EnumSet.of(Trait.HAKMEM_ONLY),
        Metadata::measure);
  }

  private static double measure(Trial trial) {
    long[] addresses = new long[(int) (ALL_BYTES / BYTES * trial.scale())];
    long before = usedAfterCollection();
    trial.probe().warm();
    Hakmem hakmem = Hakmem.shared();
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = hakmem.malloc(BYTES);
    }
    trial.probe().done();
    long used = usedAfterCollection() - before;
    double percent = PERCENT * used / hakmem.stats().committedBytes();
    if (trial.tidy()) {
      for (long address : addresses) {
        hakmem.free(address);
      }
    }
    return percent;
  }

  /** The least of a few collections: what is freed by cleaners takes more than one. */
  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
