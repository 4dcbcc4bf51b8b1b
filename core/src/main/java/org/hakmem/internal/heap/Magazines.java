package org.hakmem.internal.heap;

import org.hakmem.internal.slab.SizeClasses;

/**
 * The layout of a heap's magazines, one for each size class, in one {@code long[]}; nobody else
 * computes an index into it.
 *
 * <pre>
 *   0 … COUNT-1    a state word for each class:    | limit : 32 | top : 32 |
 *   COUNT          a state word for a class that never has slots
 *   COUNT+1        0: the bottom of every class that has no slots
 *   COUNT+2        -1: its cap
 *   COUNT+3        index behind the last region, where the next one will be
 *   then, for each class that has slots, and for regions that were left for larger ones:
 *                  bottom: 0 │ slot │ slot │ … │ slot │ cap: -1 │ …
 *                                   ▲ top        ▲ limit
 * </pre>
 *
 * top is the index of the last address pushed, or of the bottom if there is none; limit that of the
 * last slot that may be used. No address is 0 or -1: so a pop knows the bottom, and a push the cap,
 * by the word that it would take or replace, and neither looks at the limit. All methods are the
 * heap's alone and plain; pop and push write the state word last. {@link Heap} has fast ones of its
 * own.
 */
final class Magazines {

  /** A class without slots that no block is of: a push to it never succeeds. */
  static final int ALWAYS_FULL = SizeClasses.COUNT;

  private static final int BOTTOM_OF_NONE = ALWAYS_FULL + 1;
  private static final int CAP_OF_NONE = BOTTOM_OF_NONE + 1;
  private static final int END_OF_REGIONS = CAP_OF_NONE + 1;
  private static final int FIRST_REGION = END_OF_REGIONS + 1;
  private static final int LIMIT_SHIFT = 32;

  /** Above the last slot that may be used. */
  static final long CAP = -1;

  /** What a pop takes from a state word and a push adds to it. */
  static final long ONE = 1;

  /** The bottom of a class without slots. */
  static final int NO_SLOTS = BOTTOM_OF_NONE;

  private Magazines() {}

  /** Magazines without slots. */
  static long[] empty() {
    long[] magazines = new long[FIRST_REGION];
    for (int sizeClass = 0; sizeClass <= ALWAYS_FULL; sizeClass++) {
      magazines[sizeClass] = state(BOTTOM_OF_NONE, BOTTOM_OF_NONE);
    }
    magazines[CAP_OF_NONE] = CAP;
    magazines[END_OF_REGIONS] = FIRST_REGION;
    return magazines;
  }

  private static long state(int top, int limit) {
    return (long) limit << LIMIT_SHIFT | top;
  }

  private static int top(long state) {
    return (int) state;
  }

  private static int limit(long state) {
    return (int) (state >>> LIMIT_SHIFT);
  }

  /** Returns the word that a class's {@code state} has on top: an address, 0, or {@link #CAP}. */
  static long top(long[] magazines, long state) {
    return magazines[top(state)];
  }

  /** Takes the address pushed last, or returns 0. */
  static long pop(long[] magazines, int sizeClass) {
    long state = magazines[sizeClass];
    long address = magazines[(int) state];
    if (address != 0) {
      magazines[sizeClass] = state - 1;
    }
    return address;
  }

  /** Puts an address on top, or returns false if the limit is reached. */
  static boolean push(long[] magazines, int sizeClass, long address) {
    long state = magazines[sizeClass];
    int next = (int) state + 1;
    if (magazines[next] == CAP) {
      return false;
    }
    magazines[next] = address;
    magazines[sizeClass] = state + 1;
    return true;
  }

  /** Index of the slot above the top. */
  static int next(long[] magazines, int sizeClass) {
    return top(magazines[sizeClass]) + 1;
  }

  /** Makes {@code count} addresses that were written from {@link #next} on the magazine's. */
  static void commit(long[] magazines, int sizeClass, int count) {
    magazines[sizeClass] += count;
  }

  /** How many addresses the magazine holds, given its bottom. */
  static int count(long[] magazines, int sizeClass, int bottom) {
    return top(magazines[sizeClass]) - bottom;
  }

  /** How many addresses it may hold. */
  static int capacity(long[] magazines, int sizeClass, int bottom) {
    return limit(magazines[sizeClass]) - bottom;
  }

  /** Lets it hold {@code capacity} addresses, at least as many as it does, at most its slots. */
  static void setCapacity(long[] magazines, int sizeClass, int bottom, int capacity) {
    long state = magazines[sizeClass];
    magazines[limit(state) + 1] = 0;
    magazines[bottom + capacity + 1] = CAP;
    magazines[sizeClass] = state(top(state), bottom + capacity);
  }

  /** Whether its cap is where it belongs. */
  static boolean isCapped(long[] magazines, int sizeClass) {
    return magazines[limit(magazines[sizeClass]) + 1] == CAP;
  }

  /** Address {@code index} from the bottom, the oldest being 0. */
  static long get(long[] magazines, int bottom, int index) {
    return magazines[oldest(bottom) + index];
  }

  /** Index of the slot with the oldest address, above which the others follow. */
  static int oldest(int bottom) {
    return bottom + 1;
  }

  /** Drops the {@code count} oldest addresses. With room on the stack: it must not end midway. */
  static void dropOldest(long[] magazines, int sizeClass, int bottom, int count) {
    int oldest = oldest(bottom);
    int kept = count(magazines, sizeClass, bottom) - count;
    System.arraycopy(magazines, oldest + count, magazines, oldest, kept);
    magazines[sizeClass] -= count;
  }

  /** Words of a region with so many slots. */
  static int regionWords(int slots) {
    return 1 + slots + 1;
  }

  /** Magazines without slots, with room for regions of so many words in all. */
  static long[] sized(int words) {
    long[] magazines = empty();
    long[] sized = new long[FIRST_REGION + words];
    System.arraycopy(magazines, 0, sized, 0, FIRST_REGION);
    return sized;
  }

  /** Whether a region of {@code slots} slots has room behind the others. */
  static boolean hasRoom(long[] magazines, int slots) {
    return magazines.length - magazines[END_OF_REGIONS] >= regionWords(slots);
  }

  /**
   * Gives a class a region behind the others, and copies its addresses there.
   *
   * @param from where they are now
   * @param bottom where their region begins in {@code from}
   * @param to the same array, or another one
   * @param slots of the new region, for which there must be room
   * @return where it begins
   */
  static int move(long[] from, int sizeClass, int bottom, long[] to, int slots) {
    int count = count(from, sizeClass, bottom);
    int capacity = capacity(from, sizeClass, bottom);
    int target = (int) to[END_OF_REGIONS];
    System.arraycopy(from, bottom + 1, to, target + 1, count);
    to[target + capacity + 1] = CAP;
    to[END_OF_REGIONS] = (long) target + regionWords(slots);
    to[sizeClass] = state(target + count, target + capacity);
    return target;
  }
}
