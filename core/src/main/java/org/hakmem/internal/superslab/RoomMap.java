package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which superslabs may have a free page: one bit each.
 *
 * <p>A set bit is a hint; a clear one is a promise, kept in two steps that meet: who finds a
 * superslab full clears its bit and looks again, who gives pages gives them first and sets the bit
 * then. All accesses are volatile, as both sides store and then load.
 */
final class RoomMap {

  private final AtomicLongArray words;
  private final int count;

  RoomMap(int count) {
    this.count = count;
    this.words = new AtomicLongArray((count + Long.SIZE - 1) / Long.SIZE);
  }

  int size() {
    return count;
  }

  void set(int index) {
    long bit = 1L << index;
    if ((words.get(index >>> 6) & bit) == 0) {
      words.getAndAccumulate(index >>> 6, bit, (word, mask) -> word | mask);
    }
  }

  void clear(int index) {
    words.getAndAccumulate(index >>> 6, 1L << index, (word, mask) -> word & ~mask);
  }

  boolean get(int index) {
    return (words.get(index >>> 6) >>> index & 1) != 0;
  }

  /** The lowest index from {@code from} on whose bit is set, or -1. */
  int next(int from) {
    for (int word = from >>> 6; word < words.length(); word++) {
      long bits = words.get(word) & (word == from >>> 6 ? -1L << from : -1L);
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }
}
