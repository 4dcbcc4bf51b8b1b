package org.hakmem.internal.heap;

/**
 * The state word of a heap: whose it is, and how often that has changed.
 *
 * <pre>
 *   63            2 1   0
 *  |    version    | who |
 * </pre>
 *
 * The version never repeats, so a compare-and-set from a word succeeds only if the heap changed
 * hands not even once since that word was read: what was found out meanwhile (that its thread has
 * ended, that no method of the allocator is on its stack) is still about the same holder.
 */
final class HeapState {

  /** Nobody's: anyone may hold it. */
  static final int UNATTACHED = 0;

  /** Its thread's. */
  static final int ATTACHED = 1;

  /** Its thread's still, but perhaps about to be held, see {@link IdleHeaps}. */
  static final int EXAMINED = 2;

  /** Some thread's, for as long as one operation takes. */
  static final int HELD = 3;

  private static final int WHO_MASK = 3;

  private HeapState() {}

  static int who(long state) {
    return (int) state & WHO_MASK;
  }

  /** The word that follows {@code state} when the heap becomes {@code who}'s. */
  static long next(long state, int who) {
    return (state | WHO_MASK) + 1 | who;
  }
}
