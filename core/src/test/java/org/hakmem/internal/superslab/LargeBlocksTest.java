package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeBlocksTest {

  private static final long MOST_RUN = LargeBlocks.MOST_RUN_BYTES;
  private static final long HUGE = MOST_RUN + 1;

  private final PaperMemory os = new PaperMemory(32);
  private final Budget budget = new Budget(1L << 40);
  private final SuperslabPool pool = new SuperslabPool(os, budget);
  private final LargeBlocks large = new LargeBlocks(pool, os, budget);

  @AfterEach
  void theBudgetIsWhatIsInUse() {
    pool.purge(0);
    long[] runs = {0};
    for (int index = 0; index < pool.usedSuperslabs(); index++) {
      pool.forEachRun(index, run -> runs[0] += run.bytes());
    }
    assertThat(os.mappings().values().stream().mapToLong(bytes -> bytes).sum())
        .isEqualTo(large.mappedBytes());
    assertThat(budget.spent()).isEqualTo(runs[0] + large.mappedBytes());
  }

  private boolean isMapped(LargeBlock block) {
    return os.mappings().containsKey(block.address());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, PAGE_BYTES, PAGE_BYTES + 1, SUPERSLAB_BYTES, 3L << 20, MOST_RUN})
  void blocksUpToALimitAreRunsOfTheWindow(long bytes) {
    LargeBlock block = large.allocate(bytes, 1);
    assertThat(isMapped(block)).isFalse();
    assertThat(block.bytes()).isBetween(bytes, bytes + PAGE_BYTES - 1);
    assertThat(large.find(block.address())).isSameAs(block);
    assertThat(large.find(block.address() + bytes - 1)).isSameAs(block);
    assertThat(large.free(block)).isTrue();
    assertThat(large.find(block.address())).isNull();
    assertThat(large.free(block)).as("twice").isFalse();
  }

  @Test
  void hugeBlocksAreMappedOnTheirOwn() {
    LargeBlock block = large.allocate(HUGE, 1);
    assertThat(isMapped(block)).isTrue();
    assertThat(large.mappedBlocks()).isEqualTo(1);
    assertThat(large.find(block.address() + HUGE - 1)).isSameAs(block);
    assertThat(large.find(block.address() - 1)).isNull();
    assertThat(large.find(block.address() + block.bytes())).isNull();
    assertThat(large.free(block)).isTrue();
    assertThat(large.find(block.address())).as("spare").isNull();
    assertThat(large.free(block)).as("twice").isFalse();
    pool.purge(0);
    assertThat(isMapped(block)).isFalse();
  }

  @Test
  void alignmentsBeyondASuperslabAreMapped() {
    LargeBlock block = large.allocate(1, 2L * SUPERSLAB_BYTES);
    assertThat(isMapped(block)).isTrue();
    assertThat(block.address() % (2L * SUPERSLAB_BYTES)).isZero();
    assertThat(isMapped(large.allocate(1, SUPERSLAB_BYTES))).isFalse();
  }

  @Test
  void aFullWindowMakesBlocksMappings() {
    os.commits = address -> false;
    LargeBlock block = large.allocate(PAGE_BYTES, 1);
    assertThat(isMapped(block)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 48, (1L << 62) + 1, Long.MAX_VALUE - PAGE_BYTES, Long.MAX_VALUE})
  void sizesThatNoSystemHasAreRefused(long bytes) {
    assertThat(large.allocate(bytes, 1)).isNull();
    LargeBlock block = large.allocate(1, 1);
    assertThat(large.resize(block, bytes, 1)).isNull();
    assertThat(block.isLive()).isTrue();
  }

  @Test
  void whatTheSystemWillNotMapIsNotSpent() {
    os.maps = bytes -> false;
    assertThat(large.allocate(HUGE, 1)).isNull();
    assertThat(budget.spent()).isZero();
  }

  @Test
  void whatTheLimitForbidsIsNotMapped() {
    assertThat(large.allocate((1L << 40) + 1, 1)).isNull();
    assertThat(os.mappings()).isEmpty();
  }

  @Test
  void whenMappingFailsWithAnErrorNothingIsSpent() {
    os.maps =
        bytes -> {
          throw new OutOfMemoryError("test");
        };
    assertThatThrownBy(() -> large.allocate(HUGE, 1)).hasMessage("test");
    assertThat(budget.spent()).isZero();
  }

  @Test
  void aRunGrowsAndShrinksInPlace() {
    LargeBlock block = large.allocate(10L * PAGE_BYTES, 1);
    LargeBlock longer = large.resize(block, 20L * PAGE_BYTES, 1);
    assertThat(longer.address()).isEqualTo(block.address());
    assertThat(block.isLive()).isFalse();
    LargeBlock shorter = large.resize(longer, 5L * PAGE_BYTES - 1, 1);
    assertThat(shorter.address()).isEqualTo(block.address());
    assertThat(shorter.pages()).isEqualTo(5);
    assertThat(large.find(block.address())).isSameAs(shorter);
    assertThat(large.resize(shorter, 5L * PAGE_BYTES, 1)).isSameAs(shorter);
    assertThat(large.free(shorter)).isTrue();
  }

  @Test
  void aRunThatCantGrowInPlaceStaysAsItWas() {
    LargeBlock block = large.allocate(10L * PAGE_BYTES, 1);
    LargeBlock behind = large.allocate(10L * PAGE_BYTES, 1);
    assertThat(large.resize(block, 11L * PAGE_BYTES, 1)).isNull();
    assertThat(block.isLive()).isTrue();
    assertThat(large.find(block.address())).isSameAs(block);
    assertThat(large.free(block)).isTrue();
    assertThat(large.free(behind)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {2 * MOST_RUN, 3 * MOST_RUN, MOST_RUN + 1})
  void aMappingIsResizedByTheSystem(long bytes) {
    LargeBlock block = large.allocate(2 * MOST_RUN - 1, 1);
    LargeBlock resized = large.resize(block, bytes, 1);
    assertThat(resized).isNotNull();
    assertThat(resized.bytes()).isBetween(bytes, bytes + PAGE_BYTES - 1);
    assertThat(large.find(resized.address())).isSameAs(resized);
    assertThat(large.mappedBlocks()).isEqualTo(1);
    assertThat(large.free(resized)).isTrue();
  }

  @Test
  void aMappingThatTheSystemWillNotResizeStaysAsItWas() {
    LargeBlock block = large.allocate(HUGE, 1);
    os.maps = bytes -> false;
    assertThat(large.resize(block, 2 * HUGE, 1)).isNull();
    assertThat(large.find(block.address())).isSameAs(block);
    assertThat(block.isLive()).isTrue();
    assertThat(large.free(block)).isTrue();
  }

  /** Whoever frees a block that is just being resized is wrong, and must not do harm. */
  @Test
  void aBlockFreedWhileTheSystemResizesItIsFreedByNobody() {
    LargeBlock block = large.allocate(HUGE, 1);
    AtomicReference<Boolean> freed = new AtomicReference<>();
    os.maps =
        bytes -> {
          freed.set(large.free(block));
          return true;
        };
    LargeBlock resized = large.resize(block, 2 * HUGE, 1);
    assertThat(freed.get()).isFalse();
    os.maps = bytes -> true;
    assertThat(large.free(resized)).isTrue();
    assertThat(large.mappedBlocks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {5L * PAGE_BYTES, 20L * PAGE_BYTES, 2 * MOST_RUN})
  void aFreedBlockIsNotResized(long bytes) {
    LargeBlock block = large.allocate(10L * PAGE_BYTES, 1);
    large.free(block);
    assertThat(large.resize(block, bytes, 1)).isNull();
    LargeBlock mapped = large.allocate(HUGE, 1);
    large.free(mapped);
    assertThat(large.resize(mapped, bytes, 1)).isNull();
  }
}
