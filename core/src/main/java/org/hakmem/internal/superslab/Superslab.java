package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
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
  private static final VarHandle REFUSED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PAGES = lookup.findVarHandle(Superslab.class, "pages", long.class);
      DIRTY_SINCE = lookup.findVarHandle(Superslab.class, "dirtySince", long.class);
      REFUSED = lookup.findVarHandle(Superslab.class, "refused", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Refused pages are tried again after so long, twice as long after that and so on. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** At the most after some eight minutes. */
  private static final int MOST_DOUBLINGS = 9;

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
   * The pages that the system would not purge when it was asked last, as the program has locked
   * parts of them. Any thread, bitwise; pairs with itself.
   */
  @SuppressWarnings("unused") // through REFUSED
  private volatile int refused;

  /**
   * When refused pages are tried again, and how often in succession they were refused. Benign
   * races: one try more, or a later one.
   */
  private volatile long retryNanos;

  private volatile int refusals;

  /**
   * {@link System#nanoTime()} when the oldest dirty page became so, but for refused ones. Opaque,
   * any thread; a lost race makes a purge early or late by one round, no more.
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

  int longestFreeRun() {
    return PageSet.longestFreeRun(pagesVolatile());
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
      if (dirtyMask != 0 && purgeable(state) == 0) {
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

  /** The dirty pages but for those that the system refused to purge. */
  private int purgeable(long state) {
    return PageSet.dirty(state) & ~refused;
  }

  /** Whether a page is dirty that the system has not refused to purge. */
  boolean hasPurgeablePages() {
    return purgeable(pagesVolatile()) != 0;
  }

  /** Whether pages have been dirty for so long, or refused ones are due. */
  boolean isPurgeDue(long nanos) {
    long state = pagesVolatile();
    long now = System.nanoTime();
    return purgeable(state) != 0
        ? now - (long) DIRTY_SINCE.getOpaque(this) >= nanos
        : PageSet.dirty(state) != 0 && isRetryDue(now);
  }

  private boolean isRetryDue(long now) {
    return now - retryNanos >= 0;
  }

  /**
   * Purges all dirty pages, of which those that the system refused only if they are due. They count
   * as used meanwhile, so that nobody takes them. Of a page that can't be purged as a whole what
   * can be is. If no other page is used, neither is anything that byte maps hold of the superslab.
   *
   * @param all whether refused pages are tried too, due or not
   * @return how many were purged
   */
  int purge(OsMemory os, boolean all) {
    boolean retry = all || isRetryDue(System.nanoTime());
    while (true) {
      long state = pagesVolatile();
      int dirty = retry ? PageSet.dirty(state) : purgeable(state);
      if (dirty == 0) {
        return 0;
      }
      boolean unused = PageSet.used(state) == 0;
      int held = unused ? -1 : dirty;
      int spared = PageSet.dirty(state) & held & ~dirty;
      if (casPages(state, PageSet.take(state, held))) {
        int kept = dirty;
        collapsed = false;
        try {
          kept = purge(os, dirty);
          noteRefused(dirty, kept);
          if (unused) {
            os.purgeByteMaps(address);
          }
        } finally {
          give(held, kept | spared);
        }
        return Integer.bitCount(dirty & ~kept);
      }
    }
  }

  private void noteRefused(int tried, int kept) {
    REFUSED.getAndBitwiseAnd(this, ~(tried & ~kept));
    if (kept != 0) {
      REFUSED.getAndBitwiseOr(this, kept);
      int times = refusals;
      retryNanos = System.nanoTime() + (RETRY_NANOS << times);
      refusals = Math.min(times + 1, MOST_DOUBLINGS);
    } else if (refused == 0) {
      refusals = 0;
    }
  }

  /** The pages of {@code dirty} that could not be purged. */
  private int purge(OsMemory os, int dirty) {
    int kept = 0;
    for (int left = dirty; left != 0; ) {
      int first = Integer.numberOfTrailingZeros(left);
      int count = Integer.numberOfTrailingZeros(~(left >>> first));
      kept |= purge(os, first, count);
      left &= ~PageSet.mask(first, count);
    }
    if (kept != dirty || Integer.bitCount(kept) == 1) { // else all is locked, not a part of a page
      for (int left = kept; left != 0; left &= left - 1) {
        purgeParts(os, pageAddress(Integer.numberOfTrailingZeros(left)), PAGE_BYTES);
      }
    }
    return kept;
  }

  /** The pages of {@code count} from {@code first} on that could not be purged, by bisection. */
  private int purge(OsMemory os, int first, int count) {
    if (os.purge(pageAddress(first), (long) count << PAGE_SHIFT)) {
      return 0;
    }
    if (count == 1) {
      return PageSet.mask(first, 1);
    }
    int half = count / 2;
    return purge(os, first, half) | purge(os, first + half, count - half);
  }

  /** Purges what can be purged of a stretch that can't be as a whole, by bisection. */
  private static void purgeParts(OsMemory os, long from, long bytes) {
    long half = bytes / 2;
    if (half >= os.pageBytes()) {
      for (long part = from; part < from + bytes; part += half) {
        if (!os.purge(part, half)) {
          purgeParts(os, part, half);
        }
      }
    }
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
