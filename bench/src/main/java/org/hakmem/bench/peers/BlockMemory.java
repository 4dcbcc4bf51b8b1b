package org.hakmem.bench.peers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Reads and writes blocks by their address. The caller answers for the bounds. */
public final class BlockMemory {

  private static final MemorySegment MEMORY = everything();

  /** Has one coordinate more than the layout's own: the offset. */
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

  private BlockMemory() {}

  /** Writes 'a' and 'b' at a block's start, as Larson's program does. */
  public static void mark(long address) {
    MEMORY.set(ValueLayout.JAVA_BYTE, address, (byte) 'a');
    MEMORY.set(ValueLayout.JAVA_BYTE, address + 1, (byte) 'b');
  }

  /** Reads a byte. */
  public static byte getByte(long address) {
    return MEMORY.get(ValueLayout.JAVA_BYTE, address);
  }

  /** Writes a byte. */
  public static void putByte(long address, byte value) {
    MEMORY.set(ValueLayout.JAVA_BYTE, address, value);
  }

  /** Reads a word of any alignment. */
  public static long getLong(long address) {
    return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  /** Writes a word of any alignment. */
  public static void putLong(long address, long value) {
    MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
  }

  /**
   * Adds 1 to a byte, over and over, in memory and not in a register: the access is opaque.
   *
   * @param times how often
   */
  public static void increment(long address, int times) {
    for (int i = 0; i < times; i++) {
      BYTE.setOpaque(MEMORY, address, (byte) ((byte) BYTE.getOpaque(MEMORY, address) + 1));
    }
  }

  /** Sets bytes to a value. */
  public static void fill(long address, long byteSize, byte value) {
    MEMORY.asSlice(address, byteSize).fill(value);
  }

  /** Copies bytes; the two ranges don't overlap. */
  public static void copy(long from, long to, long byteSize) {
    MemorySegment.copy(MEMORY, from, MEMORY, to, byteSize);
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
