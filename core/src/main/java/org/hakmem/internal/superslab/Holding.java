package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages that one thread has taken and that no run holds yet: on the way to being paid for, or given
 * back just as they were.
 *
 * <p>Whatever may fail for want of Java heap comes before pages are taken, and giving them back
 * needs none: {@link #giveBack} may be called after any failure.
 */
final class Holding {

  /** Pages of one superslab; none as long as the mask is 0. */
  private static final class Part {
    private final int index;
    private final Superslab superslab;
    private int mask;
    private int dirtyMask;

    Part(int index, Superslab superslab) {
      this.index = index;
      this.superslab = superslab;
    }

    long cleanBytes() {
      return (long) Integer.bitCount(mask & ~dirtyMask) << PAGE_SHIFT;
    }
  }

  private final SuperslabPool pool;
  private final boolean onlyDirty;
  private final List<Part> parts = new ArrayList<>(1);
  private long paidBytes;

  /**
   * Nothing yet.
   *
   * @param onlyDirty whether to take only pages that are paid for: dirty ones
   */
  Holding(SuperslabPool pool, boolean onlyDirty) {
    this.pool = pool;
    this.onlyDirty = onlyDirty;
  }

  /** Takes pages in a row within superslab {@code index}, or nothing. */
  boolean takeWithin(int index, int pages, int alignment) {
    Part part = add(index);
    return keep(part, part.superslab.take(pages, alignment, onlyDirty), pages);
  }

  /** Takes {@code pages} pages of superslab {@code index} from {@code first} on, or nothing. */
  boolean takeExactly(int index, int first, int pages) {
    Part part = add(index);
    int mask = PageSet.mask(first, pages);
    return keep(part, part.superslab.takeExactly(first, mask, onlyDirty), pages);
  }

  private Part add(int index) {
    Part part = new Part(index, pool.table().make(index));
    parts.add(part);
    return part;
  }

  private boolean keep(Part part, long taken, int pages) {
    if (taken == Superslab.Taken.NOTHING) {
      parts.removeLast();
      return false;
    }
    part.mask = PageSet.mask(Superslab.Taken.first(taken), pages);
    part.dirtyMask = Superslab.Taken.dirtyMask(taken);
    pool.table().update(part.index, part.superslab);
    return true;
  }

  /** Takes {@code pages} pages from the start of superslab {@code index} on, or nothing. */
  boolean takeSpan(int index, int pages) {
    boolean taken = false;
    try {
      taken = takeAll(index, pages);
    } finally {
      if (!taken) {
        giveBack();
      }
    }
    return taken;
  }

  private boolean takeAll(int index, int pages) {
    int left = pages;
    for (int next = index; left > 0; next++) {
      int count = Math.min(left, SUPERSLAB_PAGES);
      if (!takeExactly(next, 0, count)) {
        return false;
      }
      left -= count;
    }
    return true;
  }

  /** Pays for the pages and makes them usable; false if limit or system refuse. */
  boolean pay() {
    long bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      bytes += parts.get(i).cleanBytes();
    }
    if (!pool.budget().trySpend(bytes)) {
      return false;
    }
    paidBytes = bytes;
    for (int i = 0; i < parts.size(); i++) {
      if (!pool.ensureCommitted(parts.get(i).superslab)) {
        return false;
      }
    }
    return true;
  }

  /** Gives all pages back as they were, and what was paid for them. */
  void giveBack() {
    pool.budget().refund(paidBytes); // before the pages, so that who takes them can pay for them
    paidBytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.mask != 0) {
        pool.give(part.index, part.superslab, part.mask, part.dirtyMask);
      }
    }
    parts.clear();
  }

  /** Address of the first page. */
  long address() {
    Part first = parts.getFirst();
    return first.superslab.pageAddress(Integer.numberOfTrailingZeros(first.mask));
  }

  /** Whether all pages read as zero. */
  boolean isClean() {
    int dirty = 0;
    for (int i = 0; i < parts.size(); i++) {
      dirty |= parts.get(i).dirtyMask;
    }
    return dirty == 0;
  }
}
