package org.hakmem.internal.superslab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which superslabs may have a free page: one bit each.
 *
 * <p>A set bit is a hint; a clear one is a promise, kept in two steps that meet: who finds a
 * superslab full clears its bit and looks again, who gives pages gives them first and sets the bit
 * then. All accesses are volatile, as both sides store and then load.
 */
final class RoomMap {

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;
  private final int count;

  RoomMap(int count) {
    this.count = count;
    this.words = new long[(count + Long.SIZE - 1) / Long.SIZE];
  }

  int size() {
    return count;
  }

  private long word(int index) {
    return (long) WORD.getVolatile(words, index);
  }

  void set(int index) {
    long bit = 1L << index;
    if ((word(index >>> 6) & bit) == 0) {
      WORD.getAndBitwiseOr(words, index >>> 6, bit);
    }
  }

  /** Sets {@code many} bits from {@code from} on, a word at a time: a window has thousands. */
  void setAll(int from, int many) {
    int end = from + many;
    for (int index = from; index < end; index = (index | (Long.SIZE - 1)) + 1) {
      int bits = Math.min(end - index, Long.SIZE - (index & (Long.SIZE - 1)));
      WORD.getAndBitwiseOr(words, index >>> 6, -1L >>> (Long.SIZE - bits) << index);
    }
  }

  void clear(int index) {
    WORD.getAndBitwiseAnd(words, index >>> 6, ~(1L << index));
  }

  boolean get(int index) {
    return (word(index >>> 6) >>> index & 1) != 0;
  }

  /** The lowest index from {@code from} on whose bit is set, or -1. */
  int next(int from) {
    for (int word = from >>> 6; word < words.length; word++) {
      long bits = word(word) & (word == from >>> 6 ? -1L << from : -1L);
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }
}
