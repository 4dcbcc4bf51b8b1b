package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the program has locked memory, all else is purged, and that is seldom tried again. */
class LockedPagesTest {

  private static final long OS_PAGE_BYTES = 4096;

  private final PaperMemory os = new PaperMemory(4);
  private final Budget budget = new Budget(1L << 40);
  private final SuperslabPool pool = new SuperslabPool(os, budget);
  private final LargeBlocks large = new LargeBlocks(pool, os, budget);

  /** Frees a superslab that was used all over. */
  private long freedSuperslab() {
    LargeBlock block = large.allocate(SUPERSLAB_BYTES, 1);
    large.free(block);
    return block.address();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5 * PAGE_BYTES + 3 * OS_PAGE_BYTES, SUPERSLAB_BYTES - OS_PAGE_BYTES})
  void allButTheLockedOsPageGoesBack(long offset) {
    long superslab = freedSuperslab();
    os.lock(superslab + offset);
    assertThat(pool.purge(0)).isEqualTo(SUPERSLAB_BYTES - PAGE_BYTES);
    assertThat(os.purgedBytes()).isEqualTo(SUPERSLAB_BYTES - OS_PAGE_BYTES);
    assertThat(budget.spent()).isEqualTo(PAGE_BYTES);
    os.unlockAll();
    assertThat(pool.purge(0)).as("a trim tries again").isEqualTo(PAGE_BYTES);
    assertThat(budget.spent()).isZero();
  }

  @Test
  void aLockedPageIsNotTriedAgainAtOnce() {
    long superslab = freedSuperslab();
    os.lock(superslab);
    pool.purge(1);
    assertThat(pool.hasDirtyPages()).isTrue();
    assertThat(pool.hasPurgeable()).isFalse();
    long calls = os.purgeCalls();
    for (int i = 0; i < 100; i++) {
      assertThat(pool.purge(1)).isZero();
    }
    assertThat(os.purgeCalls()).isEqualTo(calls);
  }

  @Test
  void otherPagesOfTheSuperslabArePurgedAsEver() {
    long superslab = freedSuperslab();
    os.lock(superslab);
    pool.purge(1);
    LargeBlock block = large.allocate(3 * PAGE_BYTES, 1);
    assertThat(block.address()).as("the locked page is used like others").isEqualTo(superslab);
    LargeBlock behind = large.allocate(2 * PAGE_BYTES, 1);
    large.free(behind);
    assertThat(pool.hasPurgeable()).isTrue();
    assertThat(pool.purge(1)).isEqualTo(2 * PAGE_BYTES);
    large.free(block);
    assertThat(pool.purge(1)).as("all but the locked one").isEqualTo(2 * PAGE_BYTES);
    assertThat(budget.spent()).isEqualTo(PAGE_BYTES);
  }

  /** After mlockall. Not each OS page is tried, which would take a thousand calls a superslab. */
  @Test
  void whereAllIsLockedItIsGivenUpSoon() {
    long superslab = freedSuperslab();
    for (int page = 0; page < SUPERSLAB_PAGES; page++) {
      os.lock(superslab + (long) page * PAGE_BYTES);
    }
    assertThat(pool.purge(0)).isZero();
    assertThat(os.purgeCalls()).isLessThanOrEqualTo(2L * SUPERSLAB_PAGES);
    assertThat(budget.spent()).isEqualTo(SUPERSLAB_BYTES);
    os.unlockAll();
    assertThat(pool.purge(0)).isEqualTo(SUPERSLAB_BYTES);
  }
}
