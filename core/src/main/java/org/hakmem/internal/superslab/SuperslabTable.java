package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_SHIFT;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * The superslabs of an allocator by their index in the window, and which of them have room.
 *
 * <p>Any thread may call any method; lock-free. What is said about room is a hint while others take
 * or give pages, and exact afterwards.
 */
final class SuperslabTable {

  private final long base;
  private final int capacity;

  /** In the order of their addresses; each is made once, by compare-and-set. */
  private final AtomicReferenceArray<@Nullable Region> regions;

  private final AtomicInteger used = new AtomicInteger();

  /** An empty table for the window of {@code os}. */
  SuperslabTable(OsMemory os) {
    base = os.windowBase();
    capacity = (int) (os.windowBytes() >>> SUPERSLAB_SHIFT);
    regions = new AtomicReferenceArray<>((capacity >>> Region.SHIFT) + 1);
  }

  /** Index of the superslab at or around {@code address}, which lies in the window. */
  int indexOf(long address) {
    return (int) ((address - base) >>> SUPERSLAB_SHIFT);
  }

  /** Address of superslab {@code index}. */
  long addressOf(int index) {
    return base + ((long) index << SUPERSLAB_SHIFT);
  }

  private static int inRegion(int index) {
    return index & (FreeRuns.SUPERSLABS - 1);
  }

  /** Index one above the highest superslab that was ever looked for room. */
  int used() {
    return used.get();
  }

  /**
   * Enters a stretch of the window that has just been reserved.
   *
   * @throws OutOfMemoryError if there is no Java heap for it; nothing is entered then
   */
  void enter(OsMemory.Stretch stretch) {
    int first = indexOf(stretch.address());
    int end = first + (int) (stretch.bytes() >>> SUPERSLAB_SHIFT);
    for (int index = first; index < end; index += FreeRuns.SUPERSLABS) {
      region(index);
    }
    region(end - 1);
    for (int index = first; index < end; index++) {
      region(index).runs().enter(inRegion(index));
    }
  }

  private Region region(int index) {
    int number = index >>> Region.SHIFT;
    Region present = regions.get(number);
    if (present != null) {
      return present;
    }
    Region made = new Region(addressOf(number << Region.SHIFT));
    Region witness = regions.compareAndExchange(number, null, made);
    return witness == null ? made : witness;
  }

  /** Returns superslab {@code index}, or null if nobody has looked for room there. */
  @Nullable Superslab present(int index) {
    Region region = regions.get(index >>> Region.SHIFT);
    return region == null ? null : region.get(inRegion(index));
  }

  /**
   * Returns the superslab of any address, for the holder of a live block there; else perhaps null.
   */
  @Nullable Superslab at(long address) {
    long index = (address - base) >>> SUPERSLAB_SHIFT;
    if (index >= capacity) {
      return null;
    }
    Region region = regions.getPlain((int) index >>> Region.SHIFT);
    return region == null ? null : region.getPlain(inRegion((int) index));
  }

  /** Returns superslab {@code index}, which is made if there is none yet. */
  Superslab make(int index) {
    Superslab superslab = region(index).make(inRegion(index));
    int before = used.get();
    while (before <= index && !used.compareAndSet(before, index + 1)) {
      before = used.get();
    }
    return superslab;
  }

  /** Notes how much room a superslab has, after its pages have changed. */
  void update(int index, Superslab superslab) {
    region(index).runs().update(inRegion(index), superslab);
  }

  /** Returns the first superslab from {@code from} on with so many free pages in a row, or -1. */
  int next(int from, int pages) {
    int first = inRegion(from);
    for (int number = from >>> Region.SHIFT; number < regions.length(); number++) {
      Region region = regions.get(number);
      int found = region == null ? -1 : region.runs().next(first, pages);
      if (found >= 0) {
        return (number << Region.SHIFT) + found;
      }
      first = 0;
    }
    return -1;
  }

  /**
   * Returns the first superslab from {@code from} on that begins so many free pages in a row, which
   * need more than one superslab, or -1.
   */
  int nextSpan(int from, int pages) {
    int index = next(from, SUPERSLAB_PAGES);
    while (index >= 0 && !hasSpan(index, pages)) {
      index = next(index + 1, SUPERSLAB_PAGES);
    }
    return index;
  }

  private boolean hasSpan(int index, int pages) {
    int next = index;
    for (int left = pages; left > 0; left -= SUPERSLAB_PAGES, next++) {
      if (longestFreeRun(next) < Math.min(left, SUPERSLAB_PAGES)) {
        return false;
      }
    }
    return true;
  }

  private int longestFreeRun(int index) {
    Region region = index < capacity ? regions.get(index >>> Region.SHIFT) : null;
    return region == null ? 0 : region.runs().get(inRegion(index));
  }
}
