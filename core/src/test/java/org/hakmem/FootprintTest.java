package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.SynchronousQueue;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread allocates, another frees: the memory in use stays near what is live at most. */
@Tag("slow")
class FootprintTest {

  private static final long LIVE = 48L << 20;
  private static final int ROUNDS = 39;
  private static final int THREADS = 8;

  private static Hakmem create(boolean scavenger) {
    return Hakmem.create(HakmemConfig.builder().scavenger(scavenger).build());
  }

  /** Frees what it is handed until it is handed nothing. */
  private static Thread freer(Hakmem hakmem, SynchronousQueue<long[]> queue) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            for (long[] blocks = queue.take(); blocks.length > 0; blocks = queue.take()) {
              for (long block : blocks) {
                hakmem.free(block);
              }
              queue.put(new long[0]);
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Blocks of {@code LIVE} bytes in all, the sizes from {@code size}. */
  private static long[] allocate(Hakmem hakmem, IntToLongFunction size) {
    long[] blocks = new long[(int) (LIVE / 16)];
    int count = 0;
    for (long bytes = 0; bytes < LIVE; count++) {
      long wanted = size.applyAsLong(count);
      MemorySegment block = hakmem.allocate(wanted, 1);
      block.fill((byte) count);
      blocks[count] = block.address();
      bytes += wanted;
    }
    return Arrays.copyOf(blocks, count);
  }

  /** Most committed bytes after the warm-up, over the most live bytes. */
  private static double rounds(Hakmem hakmem, IntToLongFunction[] sizes)
      throws InterruptedException {
    SynchronousQueue<long[]> queue = new SynchronousQueue<>();
    Thread freer = freer(hakmem, queue);
    long mostLive = 0;
    long mostCommitted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long[] blocks = allocate(hakmem, sizes[round % sizes.length]);
      HakmemStats stats = hakmem.stats();
      mostLive = Math.max(mostLive, stats.liveBytes());
      mostCommitted = Math.max(mostCommitted, stats.committedBytes());
      queue.put(blocks);
      queue.take();
    }
    queue.put(new long[0]);
    freer.join();
    return (double) mostCommitted / mostLive;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofOneSize(boolean scavenger) throws InterruptedException {
    try (Hakmem hakmem = create(scavenger)) {
      assertThat(rounds(hakmem, new IntToLongFunction[] {i -> 64})).isLessThanOrEqualTo(1.5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofMixedSizes(boolean scavenger) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    try (Hakmem hakmem = create(scavenger)) {
      assertThat(rounds(hakmem, new IntToLongFunction[] {i -> 8 + random.nextInt(992)}))
          .isLessThanOrEqualTo(1.5);
    }
  }

  /** What one size leaves must serve the next. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAnotherSizeEachRound(boolean scavenger) throws InterruptedException {
    IntToLongFunction[] sizes = new IntToLongFunction[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long size = 64L << i % 13 | i;
      sizes[i] = any -> size;
    }
    try (Hakmem hakmem = create(scavenger)) {
      assertThat(rounds(hakmem, sizes)).isLessThanOrEqualTo(1.5);
    }
  }

  /**
   * One in so many threads allocates, of many sizes, and ends; in the next round another does. The
   * slabs it left serve that one, though others took over its heap.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofThreadsThatTakeTurns(boolean scavenger) throws InterruptedException {
    HakmemConfig slabsOnly =
        HakmemConfig.builder().scavenger(scavenger).magazineCapacity(0).build();
    try (Hakmem hakmem = Hakmem.create(slabsOnly)) {
      long first = committedByNewThreads(hakmem);
      long most = 0;
      for (int round = 1; round < ROUNDS; round++) {
        most = Math.max(most, committedByNewThreads(hakmem));
      }
      assertThat((double) most / first).isLessThanOrEqualTo(1.5);
    }
  }

  /** Committed bytes when one of some threads that have heaps has allocated, and all have ended. */
  private static long committedByNewThreads(Hakmem hakmem) throws InterruptedException {
    CyclicBarrier allHaveHeaps = new CyclicBarrier(THREADS);
    List<Long> blocks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      boolean allocates = i == 0;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                hakmem.free(hakmem.malloc(1));
                await(allHaveHeaps);
                for (long size = 128; allocates && size <= 4_096; size += 64) {
                  blocks.add(hakmem.malloc(size));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long committed = hakmem.stats().committedBytes();
    blocks.forEach(hakmem::free);
    return committed;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }
}
