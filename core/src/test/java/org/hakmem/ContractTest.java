package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every configuration must do. */
@ParameterizedClass
@EnumSource
class ContractTest {

  private static final int THREADS = 4;

  enum Setup {
    DEFAULTS(builder -> builder),
    NO_MAGAZINES(builder -> builder.magazineCapacity(0)),
    MAGAZINES_OF_ONE(builder -> builder.magazineCapacity(1)),
    NO_CACHED_BYTES(builder -> builder.heapCachedBytes(0)),
    FEW_CACHED_BYTES(builder -> builder.heapCachedBytes(4096).totalCachedBytes(6000)),
    NO_ADOPTION(builder -> builder.adopt(false)),
    NO_RING(builder -> builder.stickyRingSize(0)),
    NOTHING_KEPT(builder -> builder.magazineCapacity(0).stickyRingSize(0).adopt(false)),
    ONE_STRIPE(builder -> builder.stripes(1)),
    BUSY_SCAVENGER(builder -> builder.scavenger(true).purgeDelayMillis(0)),
    PORTABLE_MEMORY(builder -> builder.portableMemory(true));

    private final UnaryOperator<HakmemConfigBuilder> change;

    Setup(UnaryOperator<HakmemConfigBuilder> change) {
      this.change = change;
    }

    Hakmem create() {
      return Hakmem.create(change.apply(HakmemConfig.builder().scavenger(false)).build());
    }
  }

  private final Hakmem hakmem;
  private final AtomicLong numbers = new AtomicLong();

  ContractTest(Setup setup) {
    hakmem = setup.create();
  }

  @AfterEach
  void nothingIsLeft() {
    Quiet.check(hakmem, 0);
    hakmem.close();
  }

  private MarkedBlock allocate(SplittableRandom random) {
    long bytes = random.nextInt(100) == 0 ? random.nextInt(100_000) : random.nextInt(1000);
    return MarkedBlock.allocate(hakmem, bytes, numbers.incrementAndGet());
  }

  /** Runs {@code task} in several threads at once. */
  private static void inParallel(ThreadFactory factory, int threads, Runnable task)
      throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(executor.submit(task));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** Puts new blocks into random slots and frees what was there, whoever allocated it. */
  private void replace(AtomicReferenceArray<MarkedBlock> slots, int rounds) {
    SplittableRandom random = new SplittableRandom(numbers.incrementAndGet());
    for (int i = 0; i < rounds; i++) {
      MarkedBlock before = slots.getAndSet(random.nextInt(slots.length()), allocate(random));
      if (before != null) {
        before.release(hakmem);
      }
      if (Thread.currentThread().isVirtual() && i % 16 == 0) {
        Thread.yield();
      }
    }
  }

  private void releaseAll(AtomicReferenceArray<MarkedBlock> slots) {
    for (int i = 0; i < slots.length(); i++) {
      MarkedBlock block = slots.getAndSet(i, null);
      if (block != null) {
        block.release(hakmem);
      }
    }
  }

  private static long count(AtomicReferenceArray<MarkedBlock> slots) {
    return LongStream.range(0, slots.length()).filter(i -> slots.get((int) i) != null).count();
  }

  @Test
  void blocksOfOneThread() {
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(500);
    replace(slots, 10_000);

    Quiet.check(hakmem, count(slots));
    releaseAll(slots);
  }

  @Test
  void blocksThatThreadsExchange() throws InterruptedException, ExecutionException {
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(500);
    inParallel(Thread.ofPlatform().factory(), THREADS, () -> replace(slots, 5_000));

    Quiet.check(hakmem, count(slots));
    releaseAll(slots);
  }

  @Test
  void blocksThatVirtualThreadsExchange() throws InterruptedException, ExecutionException {
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(500);
    inParallel(Thread.ofVirtual().factory(), 200, () -> replace(slots, 200));

    Quiet.check(hakmem, count(slots));
    releaseAll(slots);
  }

  @Test
  void blocksThatShortLivedThreadsLeave() throws InterruptedException, ExecutionException {
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(500);
    for (int i = 0; i < 50; i++) {
      inParallel(Thread.ofPlatform().factory(), 2, () -> replace(slots, 200));
    }

    Quiet.check(hakmem, count(slots));
    releaseAll(slots);
  }

  @Test
  void trimWhileOthersWork() throws InterruptedException, ExecutionException {
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(500);
    inParallel(
        Thread.ofPlatform().factory(),
        THREADS,
        () -> {
          for (int i = 0; i < 20; i++) {
            replace(slots, 100);
            hakmem.trim();
          }
        });

    Quiet.check(hakmem, count(slots));
    releaseAll(slots);
    hakmem.trim();
  }

  /** One thread's blocks, all freed by another; the allocating thread gets them back. */
  @Test
  void blocksThatOnlyAnotherThreadFrees() throws InterruptedException, ExecutionException {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 10; round++) {
      List<MarkedBlock> blocks = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        blocks.add(allocate(random));
      }
      inParallel(
          Thread.ofPlatform().factory(), 1, () -> blocks.forEach(each -> each.release(hakmem)));
    }
    assertThat(hakmem.stats().protocol().remoteFrees()).isPositive();
  }

  /** What all these tests rely on: that a block lost or damaged is seen. */
  @Test
  void aLostOrDamagedBlockIsSeen() {
    MarkedBlock block = MarkedBlock.allocate(hakmem, 100, 1);

    assertThat(hakmem.stats().liveBlocks()).isEqualTo(1);
    block.memory().fill((byte) 'a');
    assertThatExceptionOfType(AssertionError.class).isThrownBy(block::verify);
    hakmem.free(block.memory());
  }
}
