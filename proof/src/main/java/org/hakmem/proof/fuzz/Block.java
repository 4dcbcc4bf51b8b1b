package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;

/**
 * A block in the program's hands.
 *
 * @param owner the instance that it is from
 * @param address its first byte
 * @param size the bytes asked for
 * @param usable the bytes that {@code usableSize} gave
 * @param seed its contents follow from it
 */
record Block(Instance owner, long address, long size, long usable, long seed) {

  /** Throws a {@link Finding} if the contents have changed. */
  void verify() {
    requireContents(Memory.at(address, size));
  }

  /** As {@link #verify}, of a copy or a part of the contents. */
  void requireContents(MemorySegment memory) {
    long offset = Memory.firstDifference(memory, size, seed);
    if (offset >= 0) {
      throw new Finding("lost contents: " + this + " differs at byte " + offset);
    }
  }

  @Override
  public String toString() {
    return "block of " + size + " bytes (" + usable + " usable) at 0x" + Long.toHexString(address);
  }
}
