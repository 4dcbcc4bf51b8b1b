package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.Test;

/**
 * The workload on stand-ins, sound ones and such with a fault. Runs end by a count, never by the
 * clock.
 */
class LarsonRunTest {

  private static final int THREADS = 3;
  private static final int SLOTS = 50;
  private static final LarsonParameters PARAMETERS =
      new LarsonParameters(1000, THREADS, 1, RegionBlocks.CELL + 1, SLOTS, 10, 4141);

  @Test
  void aSoundAllocatorHasNoCorruption() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonResult result = runUntilOperations(blocks, 100_000);

      assertThat(result.failures()).isEmpty();
      assertThat(result.heapErrors()).isEmpty();
      assertThat(result.corruptions()).isZero();
      assertThat(result.liveBlocksAtEnd()).isZero();
      assertThat(result.valid()).isTrue();
      assertThat(blocks.mallocs()).isEqualTo(result.operations() + THREADS * SLOTS);
      assertThat(blocks.trims()).isEqualTo(1);
    }
  }

  @Test
  void threadsSucceedEachOther() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonResult result = runUntilOperations(blocks, 100_000);

      // Each but a chain's last thread replaced exactly this many.
      long perThread = PARAMETERS.replacementsPerThread();
      assertThat(result.threadsStarted())
          .isBetween(
              result.operations() / perThread, result.operations() / perThread + 2L * THREADS);
    }
  }

  @Test
  void blocksAreFreedByOtherThreadsThanAllocatedThem() {
    Map<Long, Thread> allocators = new ConcurrentHashMap<>();
    AtomicLong freedByOthers = new AtomicLong();
    AtomicLong allocatedByTheCaller = new AtomicLong();
    Thread caller = Thread.currentThread();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            long address = super.malloc(size);
            allocators.put(address, Thread.currentThread());
            if (Thread.currentThread() == caller) {
              allocatedByTheCaller.incrementAndGet();
            }
            return address;
          }

          @Override
          void free(long address) {
            if (allocators.get(address) != Thread.currentThread()) {
              freedByOthers.incrementAndGet();
            }
            super.free(address);
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 100_000);

      assertThat(allocatedByTheCaller).hasValue(THREADS * SLOTS);
      assertThat(freedByOthers.get()).isGreaterThan(result.threadsStarted());
    }
  }

  @Test
  void theCallersBlocksArePermutedOverAllChains() {
    Map<Long, Long> firstBlocks = new ConcurrentHashMap<>();
    Map<String, Set<Long>> freedFirstBlocks = new ConcurrentHashMap<>();
    Thread caller = Thread.currentThread();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            long address = super.malloc(size);
            if (Thread.currentThread() == caller) {
              firstBlocks.put(address, (long) firstBlocks.size());
            }
            return address;
          }

          @Override
          void free(long address) {
            Long order = firstBlocks.remove(address);
            String thread = Thread.currentThread().getName();
            if (order != null && thread.startsWith("larson-")) {
              freedFirstBlocks
                  .computeIfAbsent(
                      thread.substring(0, thread.indexOf('.')), _ -> ConcurrentHashMap.newKeySet())
                  .add(order / SLOTS);
            }
            super.free(address);
          }
        }) {
      runUntilOperations(blocks, 100_000);

      // Every chain freed blocks of every third of the order of allocation.
      assertThat(freedFirstBlocks).hasSize(THREADS);
      assertThat(freedFirstBlocks.values())
          .allSatisfy(thirds -> assertThat(thirds).containsExactlyInAnyOrder(0L, 1L, 2L));
    }
  }

  @Test
  void overlappingBlocksAreCorruptionsAndTheRunGoesOn() {
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            long address = super.malloc(size);
            // Its second half lies over the next cell.
            return mallocs() % 1000 == 0 ? address + CELL / 2 : address;
          }

          @Override
          void free(long address) {
            super.free(address & -CELL);
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 100_000);

      assertThat(result.corruptions()).isPositive();
      assertThat(result.firstCorruptions()).isNotEmpty().hasSizeLessThanOrEqualTo(Findings.KEPT);
      assertThat(result.operations()).isGreaterThanOrEqualTo(100_000);
      assertThat(result.failures()).isEmpty();
      assertThat(result.complete()).isTrue();
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void aBlockHandedOutTwiceIsACorruption() {
    AtomicLong latest = new AtomicLong();
    Set<Long> twice = ConcurrentHashMap.newKeySet();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            if (mallocs() % 1000 == 999 && twice.add(latest.get())) {
              super.free(super.malloc(size)); // counts it
              return latest.get();
            }
            long address = super.malloc(size);
            latest.set(address);
            return address;
          }

          @Override
          void free(long address) {
            if (!twice.remove(address)) {
              super.free(address);
            }
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 100_000);

      assertThat(result.corruptions()).isPositive();
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void aByteWrittenIntoALiveBlockIsACorruption() {
    Map<Long, Integer> live = new ConcurrentHashMap<>();
    AtomicLong victim = new AtomicLong();
    Thread caller = Thread.currentThread();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            long address = super.malloc(size);
            live.put(address, size);
            return address;
          }

          @Override
          void free(long address) {
            live.remove(address);
            // The caller frees what is left when all threads have ended: the others are all live.
            if (Thread.currentThread() == caller && victim.get() == 0) {
              victim.set(someAddressOf(live, 64));
              flip(victim.get() + 40);
            }
            super.free(address);
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 1000);

      assertThat(result.corruptions()).isEqualTo(1);
      assertThat(result.firstCorruptions()).hasSize(1);
      Corruption corruption = result.firstCorruptions().getFirst();
      assertThat(corruption.address()).isEqualTo(victim.get());
      assertThat(corruption.offset()).isEqualTo(40);
      assertThat(corruption.found()).isEqualTo(corruption.expected() ^ 0xFF);
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void whatAWorkerThrowsIsAFailureAndEndsTheRun() {
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            if (mallocs() > 1000) {
              throw new OutOfMemoryError("seeded");
            }
            return super.malloc(size);
          }
        }) {
      LarsonResult result = new LarsonRun(PARAMETERS, blocks).run(_ -> {});

      assertThat(result.failures()).isNotEmpty();
      assertThat(result.failures().getFirst().describe())
          .matches("larson-\\d\\.\\d+: java.lang.OutOfMemoryError: seeded");
      assertThat(result.corruptions()).isZero();
      assertThat(result.liveBlocksAtEnd()).isZero();
      assertThat(result.complete()).isTrue();
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void whatFreeThrowsAtTheEndIsAFailureAndTheOtherBlocksAreFreed() {
    AtomicLong frees = new AtomicLong();
    Thread caller = Thread.currentThread();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          void free(long address) {
            if (Thread.currentThread() == caller && frees.incrementAndGet() == 1) {
              throw new IllegalArgumentException("seeded");
            }
            super.free(address);
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 1000);

      assertThat(result.failures()).hasSize(1);
      assertThat(frees).hasValue(THREADS * SLOTS);
      assertThat(result.liveBlocksAtEnd()).isEqualTo(1);
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void whatTheSetUpThrowsIsAFailure() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonParameters tooLarge =
          new LarsonParameters(1000, 1, RegionBlocks.CELL + 1, RegionBlocks.CELL + 2, 1, 1, 1);

      LarsonResult result = new LarsonRun(tooLarge, blocks).run(_ -> {});

      assertThat(result.failures()).hasSize(1);
      assertThat(result.operations()).isZero();
      assertThat(result.threadsStarted()).isZero();
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void anAddressThatIsNoBlockIsAFailureNotACrash() {
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            return mallocs() > 1000 ? 0 : super.malloc(size);
          }
        }) {
      LarsonResult result = new LarsonRun(PARAMETERS, blocks).run(_ -> {});

      assertThat(result.failures()).isNotEmpty();
      assertThat(result.failures().getFirst().describe()).contains("gave the address 0x0");
    }
  }

  @Test
  void aHeapThatCountsLiveBlocksAfterAllWereFreedIsNotValid() {
    AtomicLong frees = new AtomicLong();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          HakmemStats stats() {
            return StatsOf.liveBlocks(super.stats().liveBlocks() + (frees.get() > 0 ? 1 : 0));
          }

          @Override
          void free(long address) {
            frees.incrementAndGet();
            super.free(address);
          }
        }) {
      LarsonResult result = runUntilOperations(blocks, 1000);

      assertThat(result.liveBlocksAtEnd()).isEqualTo(1);
      assertThat(result.valid()).isFalse();
    }
  }

  @Test
  void aRunStoppedBeforeItsStartFreesWhatItAllocated() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonRun run = new LarsonRun(PARAMETERS, blocks);
      run.stop();

      LarsonResult result = run.run(_ -> {});

      assertThat(result.operations()).isZero();
      assertThat(result.valid()).isTrue();
    }
  }

  @Test
  void progressNeverGoesBack() {
    List<LarsonProgress> seen = new ArrayList<>();
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonRun run = new LarsonRun(PARAMETERS, blocks);
      LarsonResult result =
          run.run(progress -> {
            seen.add(progress);
            assertThat(run.resultSoFar().complete()).isFalse();
            if (seen.size() == 3) {
              run.stop();
            }
          });

      assertThat(seen).hasSize(3);
      assertThat(seen).extracting(LarsonProgress::operations).isSorted();
      assertThat(seen).extracting(LarsonProgress::seconds).isSorted();
      assertThat(result.operations()).isGreaterThanOrEqualTo(seen.getLast().operations());
      assertThat(result.peakResidentBytes()).isEqualTo(1 << 20);
      assertThat(new HashSet<>(seen)).hasSize(3);
    }
  }

  @Test
  void anInterruptStopsTheRunAndIsKept() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      Thread.currentThread().interrupt();

      LarsonResult result = new LarsonRun(PARAMETERS, blocks).run(_ -> {});

      assertThat(Thread.interrupted()).isTrue();
      assertThat(result.valid()).isTrue();
    }
  }

  private static LarsonResult runUntilOperations(Blocks blocks, long operations) {
    LarsonRun run = new LarsonRun(PARAMETERS, blocks);
    return run.run(progress -> {
      if (progress.operations() >= operations) {
        run.stop();
      }
    });
  }

  private static long someAddressOf(Map<Long, Integer> live, int atLeast) {
    return live.entrySet().stream()
        .filter(block -> block.getValue() >= atLeast)
        .findAny()
        .orElseThrow()
        .getKey();
  }

  @SuppressWarnings("restricted")
  private static void flip(long address) {
    MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(1);
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) ~memory.get(ValueLayout.JAVA_BYTE, 0));
  }
}
