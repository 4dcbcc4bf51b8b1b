package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages that one thread has taken and that no run holds yet: on the way to being paid for, or given
 * back just as they were.
 */
final class Holding {

  private record Part(int index, Superslab superslab, int mask, int dirtyMask) {
    int cleanPages() {
      return Integer.bitCount(mask & ~dirtyMask);
    }
  }

  private final SuperslabPool pool;
  private final List<Part> parts = new ArrayList<>(1);

  Holding(SuperslabPool pool) {
    this.pool = pool;
  }

  /** Takes pages in a row within superslab {@code index}, or nothing. */
  boolean takeWithin(int index, int pages, int alignment) {
    Superslab superslab = pool.superslab(index);
    long taken = superslab.take(pages, alignment);
    return add(index, superslab, pages, taken);
  }

  /** Takes {@code pages} pages of superslab {@code index} from {@code first} on, or nothing. */
  boolean takeExactly(int index, int first, int pages) {
    Superslab superslab = pool.superslab(index);
    return add(index, superslab, pages, superslab.takeExactly(first, PageSet.mask(first, pages)));
  }

  private boolean add(int index, Superslab superslab, int pages, long taken) {
    if (taken == Superslab.Taken.NOTHING) {
      return false;
    }
    int mask = PageSet.mask(Superslab.Taken.first(taken), pages);
    parts.add(new Part(index, superslab, mask, Superslab.Taken.dirtyMask(taken)));
    return true;
  }

  /** Takes {@code pages} pages from the start of superslab {@code index} on, or nothing. */
  boolean takeSpan(int index, int pages) {
    int left = pages;
    for (int next = index; left > 0; next++) {
      int count = Math.min(left, SUPERSLAB_PAGES);
      if (next >= pool.superslabCount()
          || !pool.mayHaveRoom(next)
          || !takeExactly(next, 0, count)) {
        giveBack();
        return false;
      }
      left -= count;
    }
    return true;
  }

  /** Pays for the pages and makes them usable; false if limit or system refuse. */
  boolean pay() {
    int clean = parts.stream().mapToInt(Part::cleanPages).sum();
    return pool.pay(clean, parts.stream().map(Part::superslab).toList());
  }

  /** Gives all pages back as they were. */
  void giveBack() {
    for (Part part : parts) {
      pool.give(part.index(), part.superslab(), part.mask(), part.dirtyMask());
    }
    parts.clear();
  }

  /** Address of the first page. */
  long address() {
    Part first = parts.getFirst();
    return first.superslab().pageAddress(Integer.numberOfTrailingZeros(first.mask()));
  }

  /** Whether all pages read as zero. */
  boolean isClean() {
    return parts.stream().allMatch(part -> part.dirtyMask() == 0);
  }
}
