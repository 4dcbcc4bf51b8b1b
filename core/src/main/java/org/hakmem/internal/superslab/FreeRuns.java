package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The longest run of free pages in each superslab of a region. Finds the lowest superslab with a
 * run that is long enough in a number of steps that does not depend on how many are in use.
 *
 * <pre>
 *   words     0    |  1 … 8  |  9 … 72          a tree: each word has eight lanes of a byte
 *            root               leaves
 * </pre>
 *
 * <p>A lane of a leaf has the longest run of one superslab, any other lane the maximum of the word
 * below it. 0 stands for no free page, and for a superslab that is not reserved.
 *
 * <p>Any thread may call any method; volatile accesses only, lock-free. While others write, what a
 * reader finds is a hint. Afterwards it is exact: whoever changes a word copies its maximum up
 * until the word has the same maximum before and after the copy, so the last copy is never
 * outdated.
 */
final class FreeRuns {

  /** Number of superslabs. */
  static final int SUPERSLABS = 512;

  private static final int LANES = Long.BYTES;
  private static final int LANE_SHIFT = 3;
  private static final int FIRST_LEAF = 1 + LANES;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = LOW_BITS << (Byte.SIZE - 1);

  private final AtomicLongArray words = new AtomicLongArray(FIRST_LEAF + SUPERSLABS / LANES);

  /** Returns the longest run of superslab {@code index}. */
  int get(int index) {
    return lane(words.get(FIRST_LEAF + (index >>> LANE_SHIFT)), index);
  }

  /** Enters superslab {@code index}, which has just been reserved and is free. */
  void enter(int index) {
    set(FIRST_LEAF + (index >>> LANE_SHIFT), index, SUPERSLAB_PAGES);
  }

  /** Brings the entry of superslab {@code index} up to date, after its pages have changed. */
  void update(int index, Superslab superslab) {
    int written;
    do {
      written = superslab.longestFreeRun();
      set(FIRST_LEAF + (index >>> LANE_SHIFT), index, written);
    } while (written != superslab.longestFreeRun());
  }

  private void set(int word, int lane, int value) {
    long before;
    long after;
    do {
      before = words.get(word);
      after = withLane(before, lane, value);
    } while (before != after && !words.compareAndSet(word, before, after));
    if (word > 0 && max(before) != max(after)) {
      copyUp(word);
    }
  }

  private void copyUp(int word) {
    int written;
    do {
      written = max(words.get(word));
      set((word - 1) >>> LANE_SHIFT, word - 1, written);
    } while (written != max(words.get(word)));
  }

  /**
   * Returns the lowest superslab from {@code from} on whose longest run has {@code pages} pages or
   * more, or -1.
   */
  int next(int from, int pages) {
    int word = FIRST_LEAF + (from >>> LANE_SHIFT);
    int lane = from & (LANES - 1);
    while (true) {
      long hits = atLeast(words.get(word), pages) & (lane == LANES ? 0 : -1L << (lane * Byte.SIZE));
      if (hits != 0) {
        int hit = Long.numberOfTrailingZeros(hits) / Byte.SIZE;
        if (word >= FIRST_LEAF) {
          return (word - FIRST_LEAF) << LANE_SHIFT | hit;
        }
        word = (word << LANE_SHIFT) + 1 + hit;
        lane = 0;
      } else if (word == 0) {
        return -1;
      } else { // all before this lane of the word above is done, this lane too
        lane = ((word - 1) & (LANES - 1)) + 1;
        word = (word - 1) >>> LANE_SHIFT;
      }
    }
  }

  private static int lane(long word, int lane) {
    return (int) (word >>> shift(lane)) & 0xFF;
  }

  private static long withLane(long word, int lane, int value) {
    return (word & ~(0xFFL << shift(lane))) | (long) value << shift(lane);
  }

  private static int shift(int lane) {
    return (lane & (LANES - 1)) * Byte.SIZE;
  }

  private static int max(long word) {
    int max = 0;
    for (int lane = 0; lane < LANES; lane++) {
      max = Math.max(max, lane(word, lane));
    }
    return max;
  }

  /** Returns the highest bit of each lane that has {@code least} or more. Lanes are below 128. */
  private static long atLeast(long word, int least) {
    return (word + (HIGH_BITS - least * LOW_BITS)) & HIGH_BITS;
  }
}
