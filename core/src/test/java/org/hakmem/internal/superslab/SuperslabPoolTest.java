package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuperslabPoolTest {

  private static final int SUPERSLABS = 4;
  private static final int PAGES = 32;

  private final PaperMemory os = new PaperMemory(SUPERSLABS);
  private Budget budget = new Budget(Long.MAX_VALUE);
  private SuperslabPool pool = new SuperslabPool(os, budget);

  private static final class Run extends PageRun {
    private final boolean zeroed;

    Run(long address, int pages, boolean zeroed) {
      super(address, pages);
      this.zeroed = zeroed;
    }
  }

  private void limit(long pages) {
    budget = new Budget(pages * PAGE_BYTES);
    pool = new SuperslabPool(new PaperMemory(SUPERSLABS), budget);
  }

  private Run allocate(int pages) {
    return allocate(pages, 1);
  }

  private Run allocate(int pages, int alignment) {
    return pool.allocate(pages, alignment, (address, zeroed) -> new Run(address, pages, zeroed));
  }

  private Run lengthen(Run run, int more) {
    return pool.lengthen(
        run, more, (address, zeroed) -> new Run(address, run.pages() + more, zeroed));
  }

  private long page(int index) {
    return os.windowBase() + (long) index * PAGE_BYTES;
  }

  private long spentPages() {
    return budget.spent() / PAGE_BYTES;
  }

  @Test
  void takesTheLowestPagesThatFit() {
    assertThat(allocate(3).address()).isEqualTo(page(0));
    assertThat(allocate(30).address()).as("does not fit behind").isEqualTo(page(32));
    assertThat(allocate(4).address()).as("fills the gap").isEqualTo(page(3));
    assertThat(allocate(8, 8).address()).isEqualTo(page(8));
    assertThat(spentPages()).isEqualTo(3 + 30 + 4 + 8);
  }

  @Test
  void aRunIsFoundAtEachOfItsAddressesUntilReleased() {
    allocate(1);
    Run run = allocate(2);
    assertThat(pool.runAt(run.address() - 1)).isNotSameAs(run);
    assertThat(pool.runAt(run.address())).isSameAs(run);
    assertThat(pool.runAt(run.address() + run.bytes() - 1)).isSameAs(run);
    assertThat(pool.runAt(run.address() + run.bytes())).isNull();
    pool.release(run);
    assertThat(pool.runAt(run.address())).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 40) - 1, 1L << 41})
  void noRunIsAtAForeignAddress(long address) {
    allocate(PAGES);
    assertThat(pool.runAt(address)).isNull();
  }

  @Test
  void aLongRunSpansSuperslabsFromTheStartOfOne() {
    allocate(1);
    Run run = allocate(2 * PAGES + 5);
    assertThat(run.address()).isEqualTo(page(PAGES));
    assertThat(pool.runAt(page(3 * PAGES + 4))).isSameAs(run);
    assertThat(pool.runAt(page(3 * PAGES + 5))).isNull();
    assertThat(allocate(27).address()).isEqualTo(page(1));
    assertThat(allocate(27).address()).as("behind the span").isEqualTo(page(3 * PAGES + 5));
    assertThat(allocate(5)).as("no room").isNull();
    pool.release(run);
    assertThat(allocate(2 * PAGES + 5).address()).isEqualTo(page(PAGES));
  }

  /** Each superslab that was tried in vain would cost an object. */
  @ParameterizedTest
  @CsvSource({"9, 1", "18, 1", "48, 1", "16, 16", "8, 32"})
  void aRunCostsAsMuchWithManySuperslabsInUseAsWithFew(int pages, int alignment) {
    pool = new SuperslabPool(new PaperMemory(10_000), budget);
    fill(200, pages, alignment); // loads classes
    long few = fill(1_000, pages, alignment);
    fill(2_000, pages, alignment);
    assertThat(fill(1_000, pages, alignment)).isLessThan(few + few / 4);
  }

  /** Returns the bytes of Java heap that the allocation of so many runs takes. */
  private long fill(int runs, int pages, int alignment) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int run = 0; run < runs; run++) {
      allocate(pages, alignment);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void anAlignedRunTakesTheHoleThatItFits() {
    Run half = allocate(PAGES / 2);
    allocate(PAGES);
    assertThat(allocate(PAGES / 2, PAGES / 2).address()).isEqualTo(page(PAGES / 2));
    pool.release(half);
    assertThat(allocate(PAGES / 2, PAGES / 2).address()).isEqualTo(page(0));
  }

  @Test
  void aSpanThatMeetsAUsedPageTakesNothing() {
    Run low = allocate(PAGES);
    Run high = allocate(PAGES);
    Run third = allocate(1);
    pool.release(high);
    assertThat(allocate(3 * PAGES)).isNull();
    assertThat(spentPages()).isEqualTo(PAGES + PAGES + 1);
    assertThat(allocate(PAGES).address()).isEqualTo(high.address());
    pool.release(low);
    pool.release(third);
  }

  @Test
  void releasedPagesStaySpentUntilPurgedAndAreReusedDirty() {
    Run run = allocate(4);
    assertThat(run.zeroed).isTrue();
    pool.release(run);
    assertThat(spentPages()).isEqualTo(4);
    assertThat(pool.hasDirtyPages()).isTrue();

    Run again = allocate(6);
    assertThat(again.address()).isEqualTo(run.address());
    assertThat(again.zeroed).as("four of its pages were used").isFalse();
    assertThat(spentPages()).as("two more").isEqualTo(6);

    pool.release(again);
    assertThat(pool.purge(0)).isEqualTo(6L * PAGE_BYTES);
    assertThat(spentPages()).isZero();
    assertThat(pool.hasDirtyPages()).isFalse();
    assertThat(pool.purge(0)).isZero();
    assertThat(allocate(6).zeroed).isTrue();
  }

  @Test
  void pagesThatTheSystemWillNotPurgeStayDirtyAndSpent() {
    Run low = allocate(2);
    Run kept = allocate(1);
    Run high = allocate(3);
    pool.release(low);
    pool.release(high);
    os.purges = address -> address == low.address();
    assertThat(pool.purge(0)).isEqualTo(2L * PAGE_BYTES);
    assertThat(spentPages()).isEqualTo(1 + 3);
    assertThat(pool.hasDirtyPages()).isTrue();
    os.purges = address -> true;
    assertThat(pool.purge(0)).isEqualTo(3L * PAGE_BYTES);
    pool.release(kept);
  }

  @Test
  void aPurgeWaitsUntilThePagesWereDirtyLongEnough() {
    pool.release(allocate(1));
    assertThat(pool.purge(1L << 60)).isZero();
    assertThat(pool.purge(0)).isEqualTo(PAGE_BYTES);
  }

  /** Pages that become dirty beside them do not make them young again. */
  @Test
  void pagesGetOldWhileOthersComeAndGo() {
    Run first = allocate(1);
    Run other = allocate(1);
    pool.release(first);
    long dirtyAtLeastSince = System.nanoTime();
    while (System.nanoTime() - dirtyAtLeastSince < 1_000_000) {
      Thread.onSpinWait();
    }
    pool.release(other);
    assertThat(pool.purge(System.nanoTime() - dirtyAtLeastSince)).isEqualTo(2L * PAGE_BYTES);
  }

  /** While pages are purged they count as used; who finds no room then must look again later. */
  @Test
  void pagesThatWereBeingPurgedAreFoundAfterwards() {
    limit(Integer.MAX_VALUE);
    PaperMemory small = new PaperMemory(1);
    pool = new SuperslabPool(small, budget);
    pool.release(allocate(PAGES));
    AtomicBoolean refused = new AtomicBoolean();
    small.purges =
        address -> {
          refused.set(allocate(1) == null);
          return true;
        };
    assertThat(pool.purge(0)).isEqualTo(SUPERSLAB_BYTES);
    assertThat(refused).as("no room during the purge").isTrue();
    assertThat(allocate(PAGES)).as("room after the purge").isNotNull();
  }

  @Test
  void theLimitStopsAllocationAndChangesNothing() {
    limit(40);
    Run first = allocate(PAGES);
    assertThat(allocate(9)).isNull();
    assertThat(spentPages()).isEqualTo(PAGES);
    Run second = allocate(8);
    assertThat(second).isNotNull();
    pool.release(first);
    pool.release(second);
    assertThat(pool.purge(0)).isEqualTo(40L * PAGE_BYTES);
    assertThat(spentPages()).isZero();
  }

  /** Dirty pages are paid for. At the limit they must do, for memory that can't be purged. */
  @ParameterizedTest
  @CsvSource({"20, 20, 20", "20, 20, 1", "31, 32, 32", "31, 64, 33", "10, 20, 1"})
  void atTheLimitDirtyPagesAreReusedWhereCleanOnesWouldCostMore(int a, int b, int c) {
    limit(a + b);
    Run low = allocate(a);
    Run high = allocate(b);
    pool.release(high);
    Run reused = allocate(c);
    assertThat(reused).as("%d dirty pages and no other may be used", b).isNotNull();
    assertThat(reused.zeroed).isFalse();
    assertThat(spentPages()).isEqualTo(a + b);
    assertThat(low).isNotNull();
  }

  @Test
  void atTheLimitDirtyPagesAreFoundBehindCleanOnesOfTheSameSuperslab() {
    limit(20);
    Run hole = allocate(4);
    Run used = allocate(2);
    pool.release(hole);
    pool.purge(0);
    Run low = allocate(3);
    Run high = allocate(15);
    assertThat(high.address()).isEqualTo(page(6));
    pool.release(high);
    assertThat(allocate(1).address())
        .as("page 3 is clean, and the limit reached")
        .isEqualTo(page(6));
    assertThat(low.address()).isLessThan(used.address());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PAGES, 2 * PAGES + 1})
  void whenTheSystemWillNotCommitNothingChanges(int pages) {
    os.commits = address -> address < page(PAGES);
    Run first = allocate(PAGES);
    assertThat(first).isNotNull();
    assertThat(allocate(pages)).isNull();
    assertThat(spentPages()).isEqualTo(PAGES);
    os.commits = address -> true;
    assertThat(allocate(pages).zeroed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, PAGES, 2 * PAGES + 5})
  void whenTheRunCantBeMadeThePagesAreGivenBack(int pages) {
    for (Throwable failure : new Throwable[] {new OutOfMemoryError(), new StackOverflowError()}) {
      assertThatThrownBy(() ->
              pool.allocate(
                  pages,
                  1,
                  (address, zeroed) -> {
                    throw (Error) failure;
                  }))
          .isSameAs(failure);
      assertThat(spentPages()).isZero();
    }
    Run run = allocate(pages);
    assertThat(run.address()).isEqualTo(page(0));
    assertThat(run.zeroed).isTrue();
  }

  @Test
  void whenTheLongerRunCantBeMadeTheRunStaysAsItWas() {
    Run run = allocate(3);
    assertThatThrownBy(() ->
            pool.lengthen(
                run,
                4,
                (address, zeroed) -> {
                  throw new OutOfMemoryError("test");
                }))
        .hasMessage("test");
    assertThat(spentPages()).isEqualTo(3);
    assertThat(pool.runAt(run.address())).isSameAs(run);
    assertThat(pool.runAt(run.address() + run.bytes())).isNull();
    assertThat(allocate(4).address()).isEqualTo(page(3));
  }

  @Test
  void aRunIsLengthenedIntoFreePagesOfItsSuperslab() {
    Run run = allocate(3);
    Run longer = lengthen(run, 5);
    assertThat(longer.address()).isEqualTo(run.address());
    assertThat(longer.zeroed).isFalse();
    assertThat(pool.runAt(page(0))).isSameAs(longer);
    assertThat(pool.runAt(page(7))).isSameAs(longer);
    assertThat(pool.runAt(page(8))).isNull();
    assertThat(spentPages()).isEqualTo(8);
    Run behind = allocate(1);
    assertThat(behind.address()).isEqualTo(page(8));
    assertThat(lengthen(longer, 1)).isNull();
    assertThat(lengthen(behind, PAGES)).isNull();
    assertThat(spentPages()).isEqualTo(9);
  }

  @Test
  void aRunToTheEndOfASuperslabIsNotLengthenedIntoTheNext() {
    Run run = allocate(PAGES);
    assertThat(lengthen(run, 1)).isNull();
    assertThat(allocate(PAGES).address()).isEqualTo(page(PAGES));
  }

  @Test
  void aShortenedRunGivesThePagesBehindItBack() {
    Run run = allocate(2 * PAGES + 4);
    Run shorter = new Run(run.address(), PAGES + 1, false);
    pool.shorten(run, shorter);
    assertThat(pool.runAt(page(0))).isSameAs(shorter);
    assertThat(pool.runAt(page(PAGES))).isSameAs(shorter);
    assertThat(pool.runAt(page(PAGES + 1))).isNull();
    assertThat(pool.runAt(page(2 * PAGES + 3))).isNull();
    assertThat(pool.purge(0)).isEqualTo((PAGES + 3L) * PAGE_BYTES);
    assertThat(spentPages()).isEqualTo(PAGES + 1);
  }
}
