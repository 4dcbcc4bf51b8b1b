package org.hakmem.internal.slab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The blocks of a slab that were freed by others than its owner, and not yet drained: one bit a
 * block.
 *
 * <p>Any thread adds, a word's blocks by one atomic OR, and then announces the word by one in the
 * summary. The owner takes the summary first and then the words, each by one exchange. No list, no
 * walk, no ABA; and a bit that is set already is a double free.
 *
 * <p>All accesses are volatile. A summary bit that is set already is not set again: the word was
 * written before this was read, and the owner takes the summary before the words, so either it
 * takes the word with the block in it or the reader finds the bit gone.
 *
 * <p>Window: a drain may take a block whose summary bit comes after; the next drain looks at the
 * word in vain.
 */
final class RemoteSet {

  private static final VarHandle SUMMARY;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  static {
    try {
      SUMMARY = MethodHandles.lookup().findVarHandle(RemoteSet.class, "summary", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] words;

  /** A bit for each word that may not be 0. */
  @SuppressWarnings("unused") // through SUMMARY
  private volatile long summary;

  /** No blocks, in {@code words} words. */
  RemoteSet(int words) {
    this.words = new long[words];
  }

  /**
   * Adds blocks of one word; {@link #announce} has to follow.
   *
   * @return those that were in it already
   */
  long add(int word, long blocks) {
    return (long) WORDS.getAndBitwiseOr(words, word, blocks) & blocks;
  }

  /** Announces a word that was added to; true for the one who makes the summary non-zero. */
  boolean announce(int word) {
    long bit = 1L << word;
    return (summaryVolatile() & bit) == 0 && (long) SUMMARY.getAndBitwiseOr(this, bit) == 0;
  }

  /** The words that may not be 0. */
  long summaryVolatile() {
    return (long) SUMMARY.getVolatile(this);
  }

  /** Takes the summary; what is added from here on is announced again. */
  long takeSummary() {
    return (long) SUMMARY.getAndSet(this, 0L);
  }

  /** Takes a word's blocks; after {@link #takeSummary}. */
  long take(int word) {
    return (long) WORDS.getAndSet(words, word, 0L);
  }

  /** A word's blocks. */
  long word(int word) {
    return (long) WORDS.getVolatile(words, word);
  }

  /** Number of blocks, word by word. */
  int count() {
    int count = 0;
    for (int word = 0; word < words.length; word++) {
      count += Long.bitCount(word(word));
    }
    return count;
  }

  /** Whether every word that is not 0 is in the summary, for a quiet moment. */
  boolean isValid(int capacity) {
    for (int word = 0; word < words.length; word++) {
      long blocks = word(word);
      if ((blocks & ~FreeSet.blocksOf(word, capacity)) != 0
          || (blocks != 0 && (summaryVolatile() >>> word & 1) == 0)) {
        return false;
      }
    }
    return true;
  }
}
