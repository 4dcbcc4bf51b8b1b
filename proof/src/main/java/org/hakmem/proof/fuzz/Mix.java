package org.hakmem.proof.fuzz;

/** The finalizer of SplitMix64: spreads the bits of a number over all of a long. */
final class Mix {

  private Mix() {}

  static long of(long value) {
    long z = value + 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  static int below(long value, int bound) {
    return (int) Long.remainderUnsigned(of(value), bound);
  }
}
