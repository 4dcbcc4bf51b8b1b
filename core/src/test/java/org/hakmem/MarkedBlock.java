package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A block whose every byte carries a mark that follows from its address and a number, so that it
 * can be told from other blocks' and from what was there before. For any memory, also without
 * native access.
 */
record MarkedBlock(MemorySegment memory, long number) {

  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  static MarkedBlock allocate(Hakmem hakmem, long bytes, long number) {
    MarkedBlock block = new MarkedBlock(hakmem.allocate(bytes, 1), number);
    block.write();
    return block;
  }

  private long mark() {
    return (memory.address() ^ number) * MIX;
  }

  private void write() {
    long mark = mark();
    long words = memory.byteSize() & -Long.BYTES;
    for (long at = 0; at < words; at += Long.BYTES) {
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, mark);
    }
    for (long at = words; at < memory.byteSize(); at++) {
      memory.set(ValueLayout.JAVA_BYTE, at, (byte) mark);
    }
  }

  /** Throws an {@link AssertionError} if any byte has changed. */
  void verify() {
    long mark = mark();
    long words = memory.byteSize() & -Long.BYTES;
    for (long at = 0; at < words; at += Long.BYTES) {
      check(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at) == mark, at);
    }
    for (long at = words; at < memory.byteSize(); at++) {
      check(memory.get(ValueLayout.JAVA_BYTE, at) == (byte) mark, at);
    }
  }

  private void check(boolean intact, long at) {
    if (!intact) {
      throw new AssertionError("block " + number + " damaged at byte " + at + ": " + memory);
    }
  }

  /** Verifies the contents and frees it. */
  void release(Hakmem hakmem) {
    verify();
    hakmem.free(memory);
  }
}
