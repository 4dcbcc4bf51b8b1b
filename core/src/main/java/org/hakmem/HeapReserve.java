package org.hakmem;

/**
 * Java heap taken before a step that can't be undone, for an object that can only be made after it:
 * if that fails, the reserve is released and it is tried again.
 */
final class HeapReserve {

  /** Many times the size of the objects it is for, as other threads may be faster. */
  private static final int BYTES = 1 << 10;

  private static final int PARTS = 8;
  private static final byte[] NOTHING = {};

  private final byte[][] parts = new byte[PARTS][BYTES];
  private int left = PARTS;

  /** Whether nothing was released yet. */
  synchronized boolean isWhole() {
    return left == PARTS;
  }

  /** Releases one part; false if there is none left. Any thread may call it. */
  synchronized boolean release() {
    if (left == 0) {
      return false;
    }
    parts[--left] = NOTHING;
    return true;
  }
}
