package org.hakmem.internal.superslab;

/**
 * The state word of a superslab's pages, and its pure transitions. Nobody else shifts it.
 *
 * <pre>
 *   63           32 31            0
 *  |     dirty     |     used      |   one bit a page, page 0 lowest
 * </pre>
 *
 * used: in a run, or being purged. dirty: not used, but perhaps still backed by physical memory. A
 * page that is neither reads as zero. {@code used & dirty == 0}.
 */
final class PageSet {

  /** No page used, none dirty. */
  static final long CLEAN = 0;

  private static final int DIRTY_SHIFT = 32;

  private PageSet() {}

  static int used(long state) {
    return (int) state;
  }

  static int dirty(long state) {
    return (int) (state >>> DIRTY_SHIFT);
  }

  static long of(int used, int dirty) {
    return (long) dirty << DIRTY_SHIFT | (used & 0xFFFF_FFFFL);
  }

  static boolean isFull(long state) {
    return used(state) == -1;
  }

  /** The pages of {@code mask} become used. */
  static long take(long state, int mask) {
    return of(used(state) | mask, dirty(state) & ~mask);
  }

  /** The used pages of {@code mask} become free, those of {@code dirtyMask} dirty. */
  static long give(long state, int mask, int dirtyMask) {
    return of(used(state) & ~mask, dirty(state) | dirtyMask);
  }

  /** A mask of {@code count} pages from {@code first} on. */
  static int mask(int first, int count) {
    return (int) (((1L << count) - 1) << first);
  }

  /** The pages that may be taken: those that are not used, or of these the dirty ones. */
  static int free(long state, boolean onlyDirty) {
    return onlyDirty ? dirty(state) : ~used(state);
  }

  /** Returns the length of the longest run of pages that are not used. */
  static int longestFreeRun(long state) {
    int length = 0;
    for (int ends = ~used(state); ends != 0; length++) { // bit i says: length more pages end with i
      ends &= ends << 1;
    }
    return length;
  }

  /**
   * The first of {@code count} pages in a row of {@code free}, at a multiple of {@code alignment}
   * pages, the lowest there is, or -1.
   */
  static int find(int free, int count, int alignment) {
    int starts = free;
    for (int have = 1; have < count; ) { // bit i says: have pages from i on are free
      int step = Math.min(have, count - have);
      starts &= starts >>> step;
      have += step;
    }
    for (int first = 0; alignment > 1 && first < Integer.SIZE; first++) {
      if ((first & (alignment - 1)) != 0) {
        starts &= ~(1 << first);
      }
    }
    return starts == 0 ? -1 : Integer.numberOfTrailingZeros(starts);
  }
}
