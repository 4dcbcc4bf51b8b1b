package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the system refuses, or an error interrupts, while a block with a mapping is handled. */
class MappedBlocksFaultsTest {

  private static final long HUGE = LargeBlocks.MOST_RUN_BYTES + 1;

  private final PaperMemory os = new PaperMemory(32);
  private final Budget budget = new Budget(1L << 40);
  private final SuperslabPool pool = new SuperslabPool(os, budget);
  private final LargeBlocks large = new LargeBlocks(pool, os, budget);

  @AfterEach
  void worksOn() {
    os.maps = bytes -> true;
    os.unmaps = address -> true;
    os.purges = address -> true;
    large.unmapStuck();
    pool.purge(0);
    long spent = budget.spent();
    LargeBlock block = large.allocate(HUGE, 1);
    assertThat(large.find(block.address())).isSameAs(block);
    LargeBlock grown = large.resize(block, 3 * HUGE, 1);
    assertThat(large.find(grown.address() + 3 * HUGE - 1)).isSameAs(grown);
    assertThat(large.free(grown)).isTrue();
    pool.purge(0);
    assertThat(budget.spent()).isEqualTo(spent).isEqualTo(large.mappedBytes());
    assertThat(os.mappings()).hasSize(large.mappedBlocks());
  }

  @Test
  void aBlockThatCantBeUnmappedIsFreeAndCostsNothing() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.unmaps = address -> false;
    assertThat(large.free(block)).isTrue();
    pool.purge(0);
    assertThat(large.free(block)).as("twice").isFalse();
    assertThat(large.find(block.address())).isNull();
    assertThat(large.mappedBlocks()).isZero();
    assertThat(os.purgedBytes()).isEqualTo(block.bytes());
    assertThat(budget.spent()).isZero();
    os.unmaps = address -> true;
    large.unmapStuck();
    assertThat(os.mappings()).isEmpty();
    assertThat(budget.spent()).isZero();
  }

  @Test
  void aBlockThatStaysResidentStaysSpent() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.unmaps = address -> false;
    os.purges = address -> false;
    assertThat(large.free(block)).isTrue();
    pool.purge(0);
    assertThat(budget.spent()).isEqualTo(block.bytes());
    large.unmapStuck();
    assertThat(budget.spent()).isEqualTo(block.bytes());
    os.purges = address -> true;
    large.unmapStuck();
    assertThat(budget.spent()).isZero();
    large.unmapStuck();
    assertThat(budget.spent()).as("refunded once").isZero();
    assertThat(os.mappings()).hasSize(1);
  }

  @Test
  void theNextMappingTriesAgain() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.unmaps = address -> false;
    large.free(block);
    pool.purge(0);
    os.unmaps = address -> true;
    LargeBlock next = large.allocate(HUGE, 1);
    assertThat(os.mappings()).containsOnlyKeys(next.address());
    large.free(next);
  }

  @Test
  void aRefusedMoveLeavesTheBlock() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.maps = bytes -> false;
    assertThat(large.resize(block, 2 * HUGE, 1)).isNull();
    assertThat(block.isLive()).isTrue();
    assertThat(large.find(block.address())).isSameAs(block);
    assertThat(budget.spent()).isEqualTo(block.bytes());
    large.free(block);
  }

  @Test
  void anErrorBeforeTheMoveLeavesTheBlock() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.maps =
        bytes -> {
          throw new OutOfMemoryError("test");
        };
    assertThatThrownBy(() -> large.resize(block, 2 * HUGE, 1)).hasMessage("test");
    assertThat(block.isLive()).isTrue();
    assertThat(large.find(block.address())).isSameAs(block);
    assertThat(budget.spent()).isEqualTo(block.bytes());
    large.free(block);
  }

  /** The system gives a moved mapping's old addresses to another thread's block at once. */
  @Test
  void oldAddressesMayBeAnothersAtOnce() {
    LargeBlock block = large.allocate(HUGE, 1);
    LargeBlock[] other = new LargeBlock[1];
    os.afterRemap =
        () -> {
          os.afterRemap = () -> {};
          os.mapNextAt(block.address());
          other[0] = large.allocate(HUGE, 1);
          assertThat(other[0].address()).isEqualTo(block.address());
          assertThat(large.find(block.address())).isSameAs(other[0]);
        };
    LargeBlock moved = large.resize(block, 2 * HUGE, 1);
    assertThat(large.find(other[0].address())).isSameAs(other[0]);
    assertThat(large.find(moved.address())).isSameAs(moved);
    assertThat(large.free(other[0])).isTrue();
    assertThat(large.free(moved)).isTrue();
  }
}
