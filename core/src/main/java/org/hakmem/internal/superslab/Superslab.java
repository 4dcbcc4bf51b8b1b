package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * 2 MiB of address space in 32 pages, and which of them are in use.
 *
 * <p>Guarantees: pages are taken and given by compare-and-set on one word, so they belong to at
 * most one run, and a thread that stops between two steps keeps others from the pages it holds,
 * from nothing else. Progress: lock-free.
 */
public final class Superslab {

  private static final VarHandle PAGES;
  private static final VarHandle DIRTY_SINCE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PAGES = lookup.findVarHandle(Superslab.class, "pages", long.class);
      DIRTY_SINCE = lookup.findVarHandle(Superslab.class, "dirtySince", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long address;

  /** A {@link PageSet}. Any thread, compare-and-set only; pairs with itself. */
  @SuppressWarnings("unused") // through PAGES
  private volatile long pages = PageSet.CLEAN;

  /** Whether the memory is readable and writable; written once or more, by whoever takes pages. */
  private volatile boolean committed;

  /**
   * Whether it is mapped with one huge page. Volatile: the scavenger sets it, who purges pages
   * clears it. They may overtake each other: a superslab is then taken for one that is mapped so
   * until the next purge, and only slower.
   */
  private volatile boolean collapsed;

  /**
   * {@link System#nanoTime()} when the oldest dirty page became so. Opaque, any thread; a lost race
   * makes a purge early or late by one round, no more.
   */
  @SuppressWarnings("unused") // through DIRTY_SINCE
  private long dirtySince;

  /**
   * The run that each page belongs to. Written in release mode by the page's holder, read plainly
   * for a live block (its address came after), in acquire mode by sweeps.
   */
  private final AtomicReferenceArray<@Nullable PageRun> runs =
      new AtomicReferenceArray<>(SUPERSLAB_PAGES);

  Superslab(long address) {
    this.address = address;
  }

  /** Address of its first byte. */
  public long address() {
    return address;
  }

  long pagesVolatile() {
    return (long) PAGES.getVolatile(this);
  }

  private boolean casPages(long expected, long next) {
    return PAGES.compareAndSet(this, expected, next);
  }

  boolean isFull() {
    return PageSet.isFull(pagesVolatile());
  }

  /**
   * Takes {@code count} free pages in a row at a multiple of {@code alignment} pages.
   *
   * @param onlyDirty whether all of them must be dirty
   * @return what {@link Taken} reads, or {@link Taken#NOTHING}
   */
  long take(int count, int alignment, boolean onlyDirty) {
    while (true) {
      long state = pagesVolatile();
      int first = PageSet.find(PageSet.free(state, onlyDirty), count, alignment);
      if (first < 0) {
        return Taken.NOTHING;
      }
      int mask = PageSet.mask(first, count);
      if (casPages(state, PageSet.take(state, mask))) {
        return Taken.of(first, PageSet.dirty(state) & mask);
      }
    }
  }

  /** As {@link #take}, but exactly the pages of {@code mask}, which begin with {@code first}. */
  long takeExactly(int first, int mask, boolean onlyDirty) {
    while (true) {
      long state = pagesVolatile();
      if ((PageSet.free(state, onlyDirty) & mask) != mask) {
        return Taken.NOTHING;
      }
      if (casPages(state, PageSet.take(state, mask))) {
        return Taken.of(first, PageSet.dirty(state) & mask);
      }
    }
  }

  /** Gives pages of which those in {@code dirtyMask} may have been written. */
  void give(int mask, int dirtyMask) {
    while (true) {
      long state = pagesVolatile();
      if (dirtyMask != 0 && PageSet.dirty(state) == 0) {
        DIRTY_SINCE.setOpaque(this, System.nanoTime());
      }
      if (casPages(state, PageSet.give(state, mask, dirtyMask))) {
        return;
      }
    }
  }

  boolean hasDirtyPages() {
    return PageSet.dirty(pagesVolatile()) != 0;
  }

  boolean isDirtyFor(long nanos) {
    return hasDirtyPages() && System.nanoTime() - (long) DIRTY_SINCE.getOpaque(this) >= nanos;
  }

  /**
   * Purges all dirty pages. They count as used meanwhile, so that nobody takes them. If no other
   * page is used, neither is anything that byte maps hold of the superslab.
   *
   * @return how many were purged
   */
  int purge(OsMemory os) {
    while (true) {
      long state = pagesVolatile();
      int dirty = PageSet.dirty(state);
      if (dirty == 0) {
        return 0;
      }
      boolean unused = PageSet.used(state) == 0;
      int held = unused ? -1 : dirty;
      if (casPages(state, PageSet.take(state, held))) {
        int kept = dirty;
        collapsed = false;
        try {
          kept = purge(os, dirty);
          if (unused) {
            os.purgeByteMaps(address);
          }
        } finally {
          give(held, kept);
        }
        return Integer.bitCount(dirty & ~kept);
      }
    }
  }

  /** The pages of {@code dirty} that could not be purged. */
  private int purge(OsMemory os, int dirty) {
    int kept = 0;
    for (int left = dirty; left != 0; ) {
      int first = Integer.numberOfTrailingZeros(left);
      int count = Integer.numberOfTrailingZeros(~(left >>> first));
      int mask = PageSet.mask(first, count);
      if (!os.purge(pageAddress(first), (long) count << PAGE_SHIFT)) {
        kept |= mask;
      }
      left &= ~mask;
    }
    return kept;
  }

  boolean isCommitted() {
    return committed;
  }

  boolean ensureCommitted(OsMemory os) {
    if (!committed) {
      committed = os.commit(address, (long) SUPERSLAB_PAGES * PAGE_BYTES);
    }
    return committed;
  }

  boolean isCollapsed() {
    return collapsed;
  }

  /** Has it mapped with one huge page; false if the system refuses. */
  boolean collapse(OsMemory os) {
    if (os.collapse(address)) {
      collapsed = true;
    }
    return collapsed;
  }

  long pageAddress(int page) {
    return address + ((long) page << PAGE_SHIFT);
  }

  /** The run of a page, for the holder of a live block in it. */
  @Nullable PageRun runPlain(int page) {
    return runs.getPlain(page);
  }

  /** The run of a page, for anyone. Pairs with {@link #setRun}. */
  @Nullable PageRun runAcquire(int page) {
    return runs.getAcquire(page);
  }

  /** Sets the run of all pages of {@code mask}. Release mode; pairs with {@link #runAcquire}. */
  void setRun(int mask, @Nullable PageRun run) {
    for (int left = mask; left != 0; left &= left - 1) {
      runs.setRelease(Integer.numberOfTrailingZeros(left), run);
    }
  }

  /** Pages taken, in one word: the first, and the mask of those that were dirty. */
  static final class Taken {
    static final long NOTHING = -1;

    private Taken() {}

    static long of(int first, int dirtyMask) {
      return (long) first << Integer.SIZE | (dirtyMask & 0xFFFF_FFFFL);
    }

    static int first(long taken) {
      return (int) (taken >>> Integer.SIZE);
    }

    static int dirtyMask(long taken) {
      return (int) taken;
    }
  }
}
