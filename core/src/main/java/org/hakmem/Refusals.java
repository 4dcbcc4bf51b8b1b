package org.hakmem;

/** The words for what an allocator can't give or take. */
final class Refusals {

  private static final long MAX_ALIGNMENT = 1L << 30;

  private Refusals() {}

  /** Requires a size that is not negative. */
  static void requireSize(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
  }

  /** Requires a power of two up to 1 GiB. */
  static void requireAlignment(long bytes) {
    if (Long.bitCount(bytes) != 1 || bytes < 0 || bytes > MAX_ALIGNMENT) {
      throw new IllegalArgumentException(
          "alignment " + bytes + ": must be a power of two from 1 to " + MAX_ALIGNMENT);
    }
  }

  /** Returns the bytes of {@code count} elements, both not negative. */
  static long product(long count, long elementBytes) {
    if (count < 0
        || elementBytes < 0
        || Math.multiplyHigh(count, elementBytes) != 0
        || count * elementBytes < 0) {
      throw new IllegalArgumentException(
          count + " elements of " + elementBytes + " bytes: must not be negative, or too many");
    }
    return count * elementBytes;
  }

  /** What to throw once an allocator is closed. */
  static IllegalStateException closed() {
    return new IllegalStateException("this allocator is closed");
  }

  /** What to throw for an address given for a large block that lies inside one. */
  static InvalidFreeException inside(long start, long bytes, long address) {
    return new InvalidFreeException(
        address,
        "inside a block of " + bytes + " bytes, " + (address - start) + " bytes after its start");
  }

  /** What to answer for an address without a record. */
  static String notRecorded(long address) {
    return "0x"
        + Long.toHexString(address)
        + ": no block is recorded there; org.hakmem.safety=checked records all blocks";
  }
}
