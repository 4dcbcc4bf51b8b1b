package org.hakmem.internal.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.hakmem.internal.memory.OsMemory;

/**
 * The bytes that memory is filled with where the program has nothing of its own to find there.
 * Filling and comparing need no Java heap.
 *
 * <pre>
 *   fd fd … fd │ cd cd … cd │ fd fd … fd     a new block
 *   fd fd … fd │ dd dd … dd │ fd fd … fd     a freed one
 *     before         block        behind
 * </pre>
 */
enum Fill {
  /** New memory of the program, to be overwritten. */
  FRESH(0xCD),
  /** Freed memory, not to be written any more. */
  FREED(0xDD),
  /** Around a block, never to be written: a canary. */
  AROUND(0xFD);

  /** Bytes compared at once. */
  private static final int PIECE = 1 << 12;

  private static final long NONE = -1;

  private final byte value;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes it
  private final MemorySegment piece;

  Fill(int value) {
    this.value = (byte) value;
    byte[] bytes = new byte[PIECE];
    Arrays.fill(bytes, this.value);
    this.piece = MemorySegment.ofArray(bytes);
  }

  /** Returns the byte. */
  byte value() {
    return value;
  }

  /** Fills the bytes from {@code from} to before {@code to}. */
  void fill(OsMemory os, long from, long to) {
    if (from < to) {
      MemorySegment around = os.around(from);
      long base = around.address();
      for (long at = from; at < to; at += PIECE) {
        MemorySegment.copy(piece, 0, around, at - base, Math.min(PIECE, to - at));
      }
    }
  }

  /**
   * Finds the first byte from {@code from} to before {@code to} that differs.
   *
   * @return its address, or -1
   */
  long firstDifference(OsMemory os, long from, long to) {
    if (from < to) {
      MemorySegment around = os.around(from);
      long base = around.address();
      for (long at = from; at < to; at += PIECE) {
        long bytes = Math.min(PIECE, to - at);
        long offset = at - base;
        long index = MemorySegment.mismatch(around, offset, offset + bytes, piece, 0, bytes);
        if (index >= 0) {
          return at + index;
        }
      }
    }
    return NONE;
  }

  /** Reads one byte. */
  static byte byteAt(OsMemory os, long address) {
    MemorySegment around = os.around(address);
    return around.get(JAVA_BYTE, address - around.address());
  }
}
