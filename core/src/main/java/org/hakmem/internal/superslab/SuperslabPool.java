package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;
import static org.hakmem.internal.memory.Geometry.alignDown;
import static org.hakmem.internal.memory.Geometry.pagesFor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * All superslabs of an allocator: hands out runs of pages, lowest address first, and takes them
 * back.
 *
 * <p>Any thread may call any method. Progress: lock-free. The budget counts the pages that are used
 * or dirty, whose physical memory the system may have given.
 */
public final class SuperslabPool {

  /** Builds a run over pages. */
  public interface RunMaker<R extends PageRun> {
    /** The run from {@code address} on, which reads as zero if {@code zeroed}. */
    R make(long address, boolean zeroed);
  }

  /** How many superslabs are tried for an aligned run before one is chosen that surely has it. */
  private static final int MAX_PROBES = 8;

  private final OsMemory os;
  private final Budget budget;
  private final SuperslabTable table;
  private final Reservations reservations;

  /** Set once, before another thread sees the pool. */
  private @Nullable Purgeable beside;

  private final AtomicLong purges = new AtomicLong();

  private final Events events = new Events();

  /** A pool over the window of {@code os}. */
  public SuperslabPool(OsMemory os, Budget budget) {
    this.os = os;
    this.budget = budget;
    this.table = new SuperslabTable(os);
    this.reservations = new Reservations(os, table);
    reservations.more(SUPERSLAB_BYTES);
  }

  /** Has {@link #purge} purge {@code more} too. */
  void purgeToo(Purgeable more) {
    beside = more;
  }

  private static int pageOf(long address) {
    return (int) (address >>> PAGE_SHIFT) & (SUPERSLAB_PAGES - 1);
  }

  /**
   * Allocates a run.
   *
   * @param pages how many; a run of more than a superslab's begins at a superslab
   * @param alignment in pages, a power of two, no more than a superslab's
   * @return the run, in place on all its pages, or null if limit or system refuse
   */
  public <R extends PageRun> @Nullable R allocate(int pages, int alignment, RunMaker<R> maker) {
    do {
      Holding holding = new Holding(this, false);
      if (take(holding, pages, alignment)) {
        R run = settle(holding, maker);
        return run != null ? run : reuse(pages, alignment, maker);
      }
    } while (reservations.more((long) pages << PAGE_SHIFT));
    return null;
  }

  /** A run of dirty pages only, which are committed and paid for; or null. */
  private <R extends PageRun> @Nullable R reuse(int pages, int alignment, RunMaker<R> maker) {
    Holding holding = new Holding(this, true);
    return take(holding, pages, alignment) ? settle(holding, maker) : null;
  }

  private boolean take(Holding holding, int pages, int alignment) {
    if (pages > SUPERSLAB_PAGES) {
      return takeSpan(holding, pages);
    }
    if (alignment == 1) {
      return takeWithin(holding, pages, 1, pages, Integer.MAX_VALUE);
    }
    // A run that is long enough need not hold an aligned one. One of the second length does.
    int surely = Math.min(pages + alignment - 1, SUPERSLAB_PAGES);
    return takeWithin(holding, pages, alignment, pages, MAX_PROBES)
        || takeWithin(holding, pages, alignment, surely, Integer.MAX_VALUE)
        || takeWithin(holding, pages, alignment, pages, Integer.MAX_VALUE);
  }

  /** Tries at most {@code probes} superslabs that have {@code run} free pages in a row. */
  private boolean takeWithin(Holding holding, int pages, int alignment, int run, int probes) {
    int index = table.next(0, run);
    for (int left = probes; index >= 0 && left > 0; left--) {
      if (holding.takeWithin(index, pages, alignment)) {
        return true;
      }
      index = table.next(index + 1, run);
    }
    return false;
  }

  private boolean takeSpan(Holding holding, int pages) {
    int index = table.nextSpan(0, pages);
    while (index >= 0 && !holding.takeSpan(index, pages)) {
      index = table.nextSpan(index + 1, pages);
    }
    return index >= 0;
  }

  private <R extends PageRun> @Nullable R settle(Holding holding, RunMaker<R> maker) {
    R run = null;
    try {
      if (holding.pay()) {
        run = maker.make(holding.address(), holding.isClean());
        setRun(run, run);
      }
    } finally { // there may be no Java heap for the run
      if (run == null) {
        holding.giveBack();
      }
    }
    return run;
  }

  /**
   * Lengthens a run by the {@code more} pages right behind it, if they are free and in its last
   * superslab.
   *
   * @param maker builds the longer run; its address is the run's, and it is not zeroed
   * @return the longer run, in place of the other, or null and nothing changed
   */
  public <R extends PageRun> @Nullable R lengthen(PageRun run, int more, RunMaker<R> maker) {
    long end = run.address() + run.bytes();
    int first = pageOf(end);
    Holding holding = new Holding(this, false);
    if (first == 0
        || first + more > SUPERSLAB_PAGES
        || !holding.takeExactly(table.indexOf(end), first, more)) {
      return null;
    }
    return settle(holding, new Longer<>(run.address(), maker));
  }

  /** Makes a run that begins before the pages that it gets. */
  private record Longer<R extends PageRun>(long address, RunMaker<R> maker) implements RunMaker<R> {
    @Override
    public R make(long behind, boolean zeroed) {
      return maker.make(address, false);
    }
  }

  /** Puts a shorter run from the same address in a run's place, and takes back the pages behind. */
  public void shorten(PageRun run, PageRun shorter) {
    Rest rest = new Rest(shorter.address() + shorter.bytes(), run.pages() - shorter.pages());
    setRun(shorter, shorter);
    release(rest);
  }

  private static final class Rest extends PageRun {
    Rest(long address, int pages) {
      super(address, pages);
    }
  }

  /**
   * Takes a run's pages back; it must be in nobody's hands. They stay resident until purged. Needs
   * no Java heap, so that it can't fail halfway.
   */
  public void release(PageRun run) {
    setRun(run, null); // first: once its pages are given, another run may stand there
    long end = run.address() + run.bytes();
    for (long from = run.address(); from < end; from = nextSuperslab(from)) {
      int mask = maskOf(from, end);
      give(table.indexOf(from), table.make(table.indexOf(from)), mask, mask);
    }
  }

  private void setRun(PageRun where, @Nullable PageRun run) {
    long end = where.address() + where.bytes();
    for (long from = where.address(); from < end; from = nextSuperslab(from)) {
      table.make(table.indexOf(from)).setRun(maskOf(from, end), run);
    }
  }

  private static long nextSuperslab(long address) {
    return alignDown(address, SUPERSLAB_BYTES) + SUPERSLAB_BYTES;
  }

  /** The pages of the superslab of {@code from} that lie from there to {@code end}. */
  private static int maskOf(long from, long end) {
    long pages = (Math.min(end, nextSuperslab(from)) - from) >>> PAGE_SHIFT;
    return PageSet.mask(pageOf(from), (int) pages);
  }

  /**
   * The run that {@code address} lies in, for the holder of a live block there; else perhaps null.
   */
  public @Nullable PageRun runAt(long address) {
    Superslab superslab = table.at(address);
    return superslab == null ? null : superslab.runPlain(pageOf(address));
  }

  /** Calls {@code action} for each run that begins in superslab {@code index}, for anyone. */
  public void forEachRun(int index, Consumer<PageRun> action) {
    Superslab superslab = table.present(index);
    for (int page = 0; superslab != null && page < SUPERSLAB_PAGES; page++) {
      PageRun run = superslab.runAcquire(page);
      if (run != null && run.address() == superslab.pageAddress(page)) {
        action.accept(run);
      }
    }
  }

  /** Index one above the highest superslab that was ever looked for room. */
  public int usedSuperslabs() {
    return table.used();
  }

  /** Address of superslab {@code index}. */
  public long addressOf(int index) {
    return table.addressOf(index);
  }

  /**
   * Purges the pages that have been dirty for {@code nanos} or longer. Those that the system
   * refused to purge are tried again ever more rarely, and always if {@code nanos} is 0.
   *
   * @return the bytes given back
   */
  public long purge(long nanos) {
    long bytes = 0;
    int end = os.canPurge() ? table.used() : 0;
    for (int index = 0; index < end; index++) {
      Superslab superslab = table.present(index);
      if (superslab != null
          && (nanos == 0 ? superslab.hasDirtyPages() : superslab.isPurgeDue(nanos))) {
        bytes += purge(index, superslab, nanos == 0);
      }
    }
    if (beside != null) {
      bytes += beside.purge(nanos);
    }
    if (bytes > 0) {
      purges.incrementAndGet();
    }
    return bytes;
  }

  private long purge(int index, Superslab superslab, boolean all) {
    long begun = events.begin();
    long bytes;
    try {
      bytes = (long) superslab.purge(os, all) << PAGE_SHIFT;
      budget.refund(bytes);
    } finally {
      table.update(index, superslab); // its pages counted as used meanwhile
    }
    if (bytes > 0) {
      events.purge(superslab.address(), bytes, begun);
    }
    return bytes;
  }

  /** Whether anything is free that the system may purge, and has not refused to. */
  public boolean hasPurgeable() {
    if (beside != null && beside.hasPurgeable()) {
      return true;
    }
    int end = os.canPurge() ? table.used() : 0;
    for (int index = 0; index < end; index++) {
      Superslab superslab = table.present(index);
      if (superslab != null && superslab.hasPurgeablePages()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the window has room for a run of so many bytes, within a superslab. */
  public boolean hasRoom(long bytes) {
    int pages = (int) pagesFor(bytes);
    return table.next(0, Math.max(pages, 1)) >= 0 || os.hasMoreToReserve();
  }

  /** Bytes of the free pages that the system may still back. */
  public long dirtyBytes() {
    long pages = 0;
    for (int index = 0; index < table.used(); index++) {
      Superslab superslab = table.present(index);
      pages += superslab == null ? 0 : Integer.bitCount(PageSet.dirty(superslab.pagesVolatile()));
    }
    return pages << PAGE_SHIFT;
  }

  /** Whether any page is dirty. */
  public boolean hasDirtyPages() {
    for (int index = 0; index < table.used(); index++) {
      Superslab superslab = table.present(index);
      if (superslab != null && superslab.hasDirtyPages()) {
        return true;
      }
    }
    return false;
  }

  /** Purges that gave something back, of whole pages and of parts of slabs. */
  public AtomicLong purges() {
    return purges;
  }

  SuperslabTable table() {
    return table;
  }

  /** Whom to tell what happens in this pool's allocator. */
  public Events events() {
    return events;
  }

  Budget budget() {
    return budget;
  }

  boolean ensureCommitted(Superslab superslab) {
    if (superslab.isCommitted()) {
      return true;
    }
    long begun = events.begin();
    boolean done = superslab.ensureCommitted(os);
    if (done) {
      events.commit(superslab.address(), SUPERSLAB_BYTES, begun);
    }
    return done;
  }

  /** Resident bytes of a superslab, or -1 if the system doesn't say. */
  long residentBytes(Superslab superslab) {
    return os.residentBytes(superslab.address(), SUPERSLAB_BYTES);
  }

  /** Has it mapped with one huge page; false if the system refuses. */
  boolean collapse(Superslab superslab) {
    return superslab.collapse(os);
  }

  void give(int index, Superslab superslab, int mask, int dirtyMask) {
    superslab.give(mask, dirtyMask);
    table.update(index, superslab);
  }
}
