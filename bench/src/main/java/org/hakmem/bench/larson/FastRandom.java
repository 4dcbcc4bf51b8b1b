package org.hakmem.bench.larson;

/**
 * SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): a
 * few cycles a number, so that the workload measures the allocator. Not safe for several threads at
 * once.
 */
final class FastRandom {

  private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private long state;

  FastRandom(long seed) {
    state = seed;
  }

  long next() {
    state += GAMMA;
    long mixed = state;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ mixed >>> 31;
  }

  /** From 0 to {@code bound - 1}, by the upper half of a random number. */
  static int upperBelow(long random, int bound) {
    return (int) (((random >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }

  /**
   * From 0 to {@code bound - 1}, by the lower half of a random number; independent of the upper.
   */
  static int lowerBelow(long random, int bound) {
    return (int) (((random & 0xFFFF_FFFFL) * bound) >>> Integer.SIZE);
  }
}
