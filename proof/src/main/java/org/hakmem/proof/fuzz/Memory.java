package org.hakmem.proof.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes and verifies the contents of blocks: each word follows from the block's seed and the
 * word's offset. Of a block above {@value #FULL_BYTES} bytes only the beginning, the end and a word
 * each few pages carry a pattern.
 */
final class Memory {

  private static final int FULL_BYTES = 1_024;
  private static final int HEAD_BYTES = 512;
  private static final int TAIL_BYTES = 64;
  private static final long FINE_STRIDE = 4_096;
  private static final long COARSE_STRIDE = 65_536;
  private static final long FINE_BYTES = 1 << 20;
  private static final long ZEROES = 4 << 20;

  private static final MemorySegment ALL = all();
  private static final MemorySegment ZERO = Arena.global().allocate(ZEROES);

  private Memory() {}

  @SuppressWarnings("restricted") // raw addresses are what is tested
  private static MemorySegment all() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /** Returns the memory at an address. */
  static MemorySegment at(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }

  /** Fills a block with its pattern. */
  static void write(MemorySegment block, long seed) {
    visit(
        block.byteSize(),
        (offset, _) -> {
          if (block.byteSize() - offset >= Long.BYTES) {
            block.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, Mix.of(seed + offset));
          } else {
            block.set(ValueLayout.JAVA_BYTE, offset, (byte) Mix.of(seed + offset));
          }
          return true;
        });
  }

  /**
   * Returns the offset of the first word that differs from the pattern, or -1.
   *
   * @param size the size for which the pattern was written
   */
  static long firstDifference(MemorySegment block, long size, long seed) {
    long[] found = {-1};
    visit(
        size,
        (offset, bytes) -> {
          if (offset + bytes > block.byteSize()) {
            return true;
          }
          boolean same =
              bytes == Long.BYTES
                  ? block.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) == Mix.of(seed + offset)
                  : block.get(ValueLayout.JAVA_BYTE, offset) == (byte) Mix.of(seed + offset);
          if (!same) {
            found[0] = offset;
          }
          return same;
        });
    return found[0];
  }

  private interface Visitor {
    /** Returns whether to go on. */
    boolean visit(long offset, int bytes);
  }

  private static void visit(long size, Visitor visitor) {
    if (size <= FULL_BYTES) {
      range(0, size, visitor);
      return;
    }
    long tail = (size - TAIL_BYTES) & -Long.BYTES;
    long stride = size <= FINE_BYTES ? FINE_STRIDE : COARSE_STRIDE;
    boolean goOn = range(0, HEAD_BYTES, visitor);
    for (long offset = stride; goOn && offset < tail; offset += stride) {
      goOn = visitor.visit(offset, Long.BYTES);
    }
    if (goOn) {
      range(tail, size, visitor);
    }
  }

  private static boolean range(long from, long to, Visitor visitor) {
    long offset = from;
    for (; offset + Long.BYTES <= to; offset += Long.BYTES) {
      if (!visitor.visit(offset, Long.BYTES)) {
        return false;
      }
    }
    for (; offset < to; offset++) {
      if (!visitor.visit(offset, 1)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the offset of the first byte that is not zero, or -1; of at most {@link #ZEROES}. */
  static long firstNonZero(MemorySegment block) {
    long bytes = Math.min(block.byteSize(), ZEROES);
    return MemorySegment.mismatch(block, 0, bytes, ZERO, 0, bytes);
  }
}
