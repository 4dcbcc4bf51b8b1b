package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.MemorySegment;

/**
 * Contents of blocks: a pattern that depends on a seed and on the place of each byte. Of long
 * blocks only some words, in every OS page, and the end.
 */
final class Blocks {

  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  private static final long LONG = 1 << 20;

  private Blocks() {}

  private static long stride(long bytes) {
    return bytes > LONG ? 61 : 1;
  }

  private static byte tail(long seed, long offset) {
    return (byte) ((seed + offset) * 31 + 7);
  }

  static void fill(MemorySegment block, long seed) {
    long words = block.byteSize() >>> 3;
    for (long i = 0; i < words; i += stride(block.byteSize())) {
      block.set(JAVA_LONG_UNALIGNED, i << 3, seed + i * STEP);
    }
    for (long offset = words << 3; offset < block.byteSize(); offset++) {
      block.set(JAVA_BYTE, offset, tail(seed, offset));
    }
  }

  /** Requires that the first {@code bytes} bytes are as {@link #fill} left them in a block. */
  static void requireFilled(MemorySegment block, long bytes, long filledBytes, long seed) {
    long words = Math.min(bytes, filledBytes >>> 3 << 3) >>> 3;
    for (long i = 0; i < words; i += stride(filledBytes)) {
      if (block.get(JAVA_LONG_UNALIGNED, i << 3) != seed + i * STEP) {
        fail("changed at %d of %d bytes", i << 3, bytes);
      }
    }
    for (long offset = filledBytes >>> 3 << 3; offset < bytes; offset++) {
      if (block.get(JAVA_BYTE, offset) != tail(seed, offset)) {
        fail("changed at %d of %d bytes", offset, bytes);
      }
    }
  }

  static void requireZero(MemorySegment block) {
    long words = block.byteSize() >>> 3;
    for (long i = 0; i < words; i += stride(block.byteSize())) {
      if (block.get(JAVA_LONG_UNALIGNED, i << 3) != 0) {
        fail("not zero at %d of %d bytes", i << 3, block.byteSize());
      }
    }
    for (long offset = words << 3; offset < block.byteSize(); offset++) {
      if (block.get(JAVA_BYTE, offset) != 0) {
        fail("not zero at %d of %d bytes", offset, block.byteSize());
      }
    }
  }
}
