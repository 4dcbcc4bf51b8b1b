package org.hakmem;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.memory.FailingMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two threads that free the same block at the same time. */
class RacingFreesTest {

  private static final int ROUNDS = 8_000;
  private static final int MOST_SPINS = 2_000;
  private static final long HUGE = 32L << 20;

  @RegisterExtension final Allocators allocators = new Allocators();

  private final AtomicInteger refused = new AtomicInteger();

  private Thread freer(Hakmem hakmem, List<Long> blocks, AtomicInteger turn) {
    return Thread.ofPlatform().unstarted(() -> freeAll(hakmem, blocks, turn));
  }

  /** Frees all blocks in turn. Two threads wait for each other before each. */
  private void freeAll(Hakmem hakmem, List<Long> blocks, AtomicInteger turn) {
    for (int i = 0; i < blocks.size(); i++) {
      turn.incrementAndGet();
      for (int spins = 0; turn.get() < 2 * (i + 1); spins++) {
        if (spins < MOST_SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      try {
        hakmem.free(blocks.get(i));
      } catch (InvalidFreeException e) {
        assertThat(e.address()).isEqualTo(blocks.get(i));
        refused.incrementAndGet();
      }
    }
  }

  private static List<Long> allocate(Hakmem hakmem, int count, long size) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(hakmem.malloc(size));
    }
    return blocks;
  }

  /** With the thread that owns the slab among them, and without. */
  @ParameterizedTest
  @CsvSource({"64, true", "64, false", "1024, false"})
  void everySecondFreeIsRefusedOrCounted(long size, boolean withOwner) throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.magazineCapacity(0));
    List<Long> blocks = allocate(hakmem, ROUNDS, size);
    AtomicInteger turn = new AtomicInteger();
    Thread first = freer(hakmem, blocks, turn);
    first.start();
    if (withOwner) {
      freeAll(hakmem, blocks, turn);
    } else {
      Thread second = freer(hakmem, blocks, turn);
      second.start();
      second.join();
    }
    first.join();
    hakmem.trim();
    long late = Allocators.stats(hakmem).protocol().lateDoubleFrees();
    if (!withOwner) { // all go through the same atomic word
      assertThat(late).isZero();
    }
    assertThat(refused.get() + late).isEqualTo(ROUNDS);
    assertThat(Allocators.firstFault(hakmem)).isNull();
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_200_000, 33 << 20})
  void ofALargeBlockExactlyOneSucceeds(long size) throws InterruptedException {
    Hakmem hakmem = allocators.create();
    int rounds = size > HUGE ? 20 : 100;
    for (int round = 0; round < rounds; round++) {
      refused.set(0);
      List<Long> blocks = allocate(hakmem, 1, size);
      AtomicInteger turn = new AtomicInteger();
      Thread first = freer(hakmem, blocks, turn);
      first.start();
      freeAll(hakmem, blocks, turn);
      first.join();
      assertThat(refused).hasValue(1);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  /** A program error too: the resizing thread or the freeing one is told, and nothing breaks. */
  @ParameterizedTest
  @ValueSource(longs = {1_200_000, 33 << 20})
  void aLargeBlockFreedWhileItIsResized(long size) throws Exception {
    Hakmem hakmem = allocators.create();
    int rounds = size > HUGE ? 20 : 100;
    for (int round = 0; round < rounds; round++) {
      long block = hakmem.malloc(size);
      CyclicBarrier start = new CyclicBarrier(2);
      refused.set(0);
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  start.await();
                  hakmem.free(block);
                } catch (InvalidFreeException e) {
                  refused.incrementAndGet();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      start.await();
      long resized = 0;
      try {
        resized = hakmem.realloc(block, 2 * size);
      } catch (InvalidFreeException e) {
        refused.incrementAndGet();
      }
      other.join();
      if (resized == block && refused.get() == 0) {
        resized = 0; // resized in place, and then freed
      }
      if (resized != 0) {
        hakmem.free(resized);
      }
      assertThat(Allocators.stats(hakmem).liveBlocks()).as("round %d", round).isZero();
    }
    Allocators.requireNothingLeft(hakmem);
  }

  /** As above, at the worst moment: a mapping must not go while its contents are copied. */
  @Test
  void aHugeBlockFreedWhileItIsMoved() {
    FailingMemory memory = new FailingMemory(64 << 20);
    Hakmem hakmem = allocators.create(settings -> settings, memory);
    long block = hakmem.malloc(34 << 20);
    Allocators.memory(hakmem, block, 34 << 20).fill((byte) 1);
    memory.beforeMap =
        () -> {
          try {
            hakmem.free(block);
          } catch (InvalidFreeException e) {
            refused.incrementAndGet();
          }
        };
    memory.refuseNext(); // to resize the mapping
    long moved = hakmem.realloc(block, 40 << 20);
    memory.beforeMap = () -> {};
    assertThat(refused).hasValue(1);
    hakmem.trim(); // the old mapping would be kept for a while
    assertThat(memory.mappings()).containsOnlyKeys(moved);
    assertThat(Allocators.memory(hakmem, moved, 34 << 20).get(JAVA_BYTE, (34 << 20) - 1))
        .isEqualTo((byte) 1);
    hakmem.free(moved);
    Allocators.requireNothingLeft(hakmem);
  }
}
