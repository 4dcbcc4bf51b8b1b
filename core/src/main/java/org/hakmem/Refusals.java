package org.hakmem;

/** The words for what an allocator can't give or take. */
final class Refusals {

  private Refusals() {}

  /** Requires a size that is not negative. */
  static void requireSize(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
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
