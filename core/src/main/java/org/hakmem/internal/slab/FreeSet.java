package org.hakmem.internal.slab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The free blocks of a slab, which are its owner's alone: one bit a block.
 *
 * <p>All is plain and follows the slab's owner word from hand to hand. Others may ask {@link
 * #wordOpaque} and, as a guess, {@link #count}. The methods that change it commit last and without
 * a call, so that they do nothing or all.
 *
 * <p>Invariant: {@code count} is the number of bits; {@code summary} has a bit for exactly the
 * words that are not 0.
 */
final class FreeSet {

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;
  private long summary;
  private int count;

  /** All of {@code capacity} blocks. */
  FreeSet(int capacity) {
    words = new long[(capacity + Long.SIZE - 1) / Long.SIZE];
    for (int word = 0; word < words.length; word++) {
      words[word] = blocksOf(word, capacity);
      summary |= 1L << word;
    }
    count = capacity;
  }

  /** The bits that a word of a set of {@code capacity} blocks may have. */
  static long blocksOf(int word, int capacity) {
    int blocks = Math.min(Long.SIZE, capacity - (word << 6));
    return blocks == Long.SIZE ? -1L : (1L << blocks) - 1;
  }

  /** Number of words. */
  int words() {
    return words.length;
  }

  /** A word's bits, for the owner. */
  long word(int word) {
    return words[word];
  }

  /** Number of blocks. Exact for the owner, a guess for others. */
  int count() {
    return count;
  }

  /** A word's bits, for any thread; opaque, for words are read whole. */
  long wordOpaque(int word) {
    return (long) WORDS.getOpaque(words, word);
  }

  /** The lowest word that is not 0; there must be one. */
  int firstWord() {
    return Long.numberOfTrailingZeros(summary);
  }

  /** Takes {@code taken} blocks out of a word and leaves {@code rest} in it. */
  void take(int word, long rest, int taken) {
    words[word] = rest;
    if (rest == 0) {
      summary &= ~(1L << word);
    }
    count -= taken;
  }

  /** Adds {@code added} blocks that are not in it, all of one word. */
  void add(int word, long blocks, int added) {
    words[word] |= blocks;
    summary |= 1L << word;
    count += added;
  }

  /** Index of the first block from {@code from} on that is not in it, or {@code capacity}. */
  int firstMissing(int from, int capacity) {
    int index = from;
    while (index < capacity && (words[index >>> 6] >>> index & 1) != 0) {
      index++;
    }
    return index;
  }

  /** Whether the invariant holds, and no block is beyond {@code capacity}. */
  boolean isValid(int capacity) {
    int bits = 0;
    for (int word = 0; word < words.length; word++) {
      boolean inSummary = (summary >>> word & 1) != 0;
      if ((words[word] & ~blocksOf(word, capacity)) != 0 || inSummary != (words[word] != 0)) {
        return false;
      }
      bits += Long.bitCount(words[word]);
    }
    return bits == count;
  }
}
