package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long blocks that are freed are kept for the next, and go back when they are old. */
class SpareMappingsTest {

  private static final long MIB = 1 << 20;
  private static final long HUGE = 40 * MIB;
  private static final int ROUNDS = 50_000;

  private final PaperMemory os = new PaperMemory(32);
  private final Budget budget = new Budget(1L << 40);
  private final SuperslabPool pool = new SuperslabPool(os, budget);
  private final LargeBlocks large = new LargeBlocks(pool, os, budget);

  @AfterEach
  void allGoesBack() {
    pool.purge(0);
    assertThat(os.mappings()).isEmpty();
    assertThat(budget.spent()).isZero();
    assertThat(pool.hasPurgeable()).isFalse();
  }

  private LargeBlock allocateAndFree(long bytes) {
    LargeBlock block = large.allocate(bytes, 1);
    large.free(block);
    return block;
  }

  @Test
  void theNextBlockTakesTheMapping() {
    LargeBlock first = allocateAndFree(HUGE);
    assertThat(pool.hasPurgeable()).isTrue();
    LargeBlock next = large.allocate(HUGE, 1);
    assertThat(next.address()).isEqualTo(first.address());
    assertThat(first.zeroed()).isTrue();
    assertThat(next.zeroed()).as("another's contents are in it").isFalse();
    assertThat(large.find(next.address() + HUGE - 1)).isSameAs(next);
    assertThat(budget.spent()).isEqualTo(HUGE);
    assertThat(large.free(first)).as("the former block").isFalse();
    assertThat(large.allocate(HUGE, 1).address()).isNotEqualTo(next.address());
    large.free(next);
    large.free(
        large.find(
            os.mappings().keySet().stream()
                .filter(address -> address != next.address())
                .findFirst()
                .orElseThrow()));
  }

  @Test
  void aBlockGetsLittleMoreThanItAskedFor() {
    LargeBlock first = allocateAndFree(HUGE);
    for (long bytes : new long[] {HUGE + 1, HUGE - 6 * MIB}) {
      LargeBlock other = large.allocate(bytes, 1);
      assertThat(other.address()).as("%d bytes", bytes).isNotEqualTo(first.address());
      large.free(other);
      pool.purge(0);
      first = allocateAndFree(HUGE);
    }
    LargeBlock next = large.allocate(HUGE - 4 * MIB, 1);
    assertThat(next.address()).isEqualTo(first.address());
    assertThat(next.bytes()).isEqualTo(HUGE);
    large.free(next);
  }

  @Test
  void theAlignmentIsKept() {
    os.mapNextAt(3 << 20);
    LargeBlock first = allocateAndFree(HUGE);
    LargeBlock aligned = large.allocate(HUGE, 4 * MIB);
    assertThat(aligned.address()).isNotEqualTo(first.address());
    assertThat(aligned.address() % (4 * MIB)).isZero();
    large.free(aligned);
    LargeBlock next = large.allocate(HUGE, MIB);
    assertThat(next.address() % MIB).isZero();
    large.free(next);
  }

  @Test
  void onlyWhatHasBeenFreeForSoLongGoesBack() {
    allocateAndFree(HUGE);
    assertThat(pool.purge(TimeUnit.HOURS.toNanos(1))).isZero();
    assertThat(os.mappings()).hasSize(1);
    assertThat(pool.purge(0)).isEqualTo(HUGE);
    assertThat(os.mappings()).isEmpty();
  }

  @Test
  void thereIsABound() {
    allocateAndFree(SpareMappings.MAX_BYTES + MIB);
    assertThat(os.mappings()).as("longer than the bound").isEmpty();
    LargeBlock[] blocks = new LargeBlock[20];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = large.allocate(HUGE, 1);
    }
    for (LargeBlock block : blocks) {
      large.free(block);
    }
    assertThat(os.mappings()).hasSize((int) (SpareMappings.MAX_BYTES / HUGE));
    assertThat(budget.spent()).isEqualTo(os.mappings().size() * HUGE);
  }

  @Test
  void twoThreadsNeverHaveTheSame() throws InterruptedException {
    SpareMappings spares = new SpareMappings();
    LargeBlock[] got = new LargeBlock[1];
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              for (int round = 1; round <= ROUNDS; round++) {
                await(begun, round);
                got[0] = spares.takeOld(0);
                done.set(round);
              }
            });
    for (int round = 1; round <= ROUNDS; round++) {
      LargeBlock block = LargeBlock.mapping(1, true);
      assertThat(spares.offer(block)).isTrue();
      begun.set(round);
      LargeBlock mine = spares.take(block.bytes(), 1);
      await(done, round);
      assertThat(mine == null).as("round %d", round).isEqualTo(got[0] == block);
      assertThat(spares.isEmpty()).isTrue();
    }
    other.join();
  }

  private static void await(AtomicInteger round, int number) {
    while (round.get() < number) {
      Thread.onSpinWait();
    }
  }
}
