package org.hakmem.bench.jmh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Writes into blocks by their address. */
final class BlockWriter {

  private static final MemorySegment MEMORY = everything();

  private BlockWriter() {}

  /** Writes 'a' and 'b' at a block's start, as Larson's benchmark does. */
  static void write(long address) {
    MEMORY.set(JAVA_BYTE, address, (byte) 'a');
    MEMORY.set(JAVA_BYTE, address + 1, (byte) 'b');
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
