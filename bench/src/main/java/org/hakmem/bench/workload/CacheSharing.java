package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Each thread allocates a byte, writes it many times and frees it. If the bytes of two threads lie
 * in one cache line, they take it from one another.
 *
 * <p>Berger's <i>cache-thrash</i> and <i>cache-scratch</i>, of the Hoard allocator's benchmarks;
 * {@code N 1000 1 2000000 N} in mimalloc-bench: each of N threads does 1,000 times one malloc,
 * 2,000,000 / N writes and a free. Here the thousand goes on for as long as is measured; one of it
 * is an operation. Thrash shows whether an allocator gives two threads parts of one line at the
 * same time (active false sharing), scratch whether a thread that frees another's byte gets that
 * line's part (passive).
 */
final class CacheSharing {

  private static final int BYTES = 1;

  private static final int WRITES = 2_000_000;

  private static final double NANOS_PER_MICRO = 1e3;

  private CacheSharing() {}

  /** Without bytes from the main thread. */
  static Workload thrash(int threads) {
    return new Workload(
        "cache-thrash",
        "each of %d threads: allocates a byte, writes it %,d times, frees it"
            .formatted(threads, WRITES / threads),
        Unit.MICROS,
        Set.of(),
        trial -> measure(trial, threads, false));
  }

  /** Each thread first frees a byte of the main thread. */
  static Workload scratch(int threads) {
    return new Workload(
        "cache-scratch",
        "as cache-thrash, after each thread freed a byte that the main thread allocated",
        Unit.MICROS,
        EnumSet.of(Trait.CROSSES_THREADS),
        trial -> measure(trial, threads, true));
  }

  private static double measure(Trial trial, int threads, boolean scratch)
      throws InterruptedException {
    Peer peer = trial.open();
    Slots given = peer.slots(threads, BYTES, BYTES);
    if (scratch) {
      Aside.run(peer, () -> IntStream.range(0, threads).forEach(slot -> given.malloc(slot, BYTES)));
    }
    List<Callable<Worker>> workers =
        IntStream.range(0, threads)
            .<Callable<Worker>>mapToObj(thread ->
                () -> {
                  if (scratch) {
                    given.free(thread);
                  }
                  return new Writer(peer.slots(1, BYTES, BYTES), WRITES / threads);
                })
            .toList();
    return new Shift(peer, trial).nanosPerOperation(workers, Long.MAX_VALUE) / NANOS_PER_MICRO;
  }

  private record Writer(Slots slots, int writes) implements Worker {

    @Override
    public long work() {
      BlockMemory.increment(slots.malloc(0, BYTES), writes);
      slots.free(0);
      return 1;
    }

    @Override
    public void close() {
      slots.freeAll();
    }
  }
}
