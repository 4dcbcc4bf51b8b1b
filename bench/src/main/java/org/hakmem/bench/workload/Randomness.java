package org.hakmem.bench.workload;

/**
 * Marsaglia's xorshift (<i>Xorshift RNGs</i>, 2003): three shifts a number, so that the workload
 * measures the allocator, and good enough to be unpredictable to the caches. For one thread at a
 * time. Loops that count nanoseconds keep the state in a local variable and call {@link #next}.
 */
final class Randomness {

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final long LOWER = 0xFFFF_FFFFL;

  private long bits;

  Randomness(long seed) {
    bits = start(seed);
  }

  /** Sets many bits of a small seed; never 0, which xorshift can't leave. */
  static long start(long seed) {
    return (seed + 1) * GOLDEN | 1;
  }

  /** The state that follows. */
  static long next(long bits) {
    bits ^= bits << 13;
    bits ^= bits >>> 7;
    return bits ^ (bits << 17);
  }

  /** From 0 to {@code bound - 1} by the lower half: a multiplication, faster than a remainder. */
  static int lowerBelow(long bits, int bound) {
    return (int) (((bits & LOWER) * bound) >>> Integer.SIZE);
  }

  /** From 0 to {@code bound - 1} by the upper half, independent of the lower. */
  static int upperBelow(long bits, int bound) {
    return (int) (((bits >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }

  /** All bits of the next number. */
  long nextBits() {
    bits = next(bits);
    return bits;
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return upperBelow(nextBits(), bound);
  }

  /** From {@code least} to {@code most}. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }
}
