package org.hakmem.bench.workload;

import java.util.Collections;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Short-lived threads, a few at a time: each frees the blocks that its predecessor left, allocates
 * as many, starts its successor and ends.
 *
 * <p>Of our own, after programs that start a thread for each request: what an allocator spends on a
 * thread's beginning and end counts here.
 */
final class Churn {

  /** A request's worth of blocks. */
  private static final int BLOCKS = 100;

  private static final int LEAST_BYTES = 16;
  private static final int MOST_BYTES = 512;
  private static final double NANOS_PER_MICRO = 1e3;

  private Churn() {}

  /** So many threads at a time. */
  static Workload of(int threads) {
    return new Workload(
        "churn",
        "%d short-lived threads at a time; each frees 100 blocks of its predecessor, allocates 100"
            .formatted(threads),
        Unit.MICROS,
        EnumSet.of(Trait.CROSSES_THREADS, Trait.NET_OF_FLOOR, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          Callable<Worker> worker = () -> new Request(peer);
          return new Shift(peer, trial).nanosPerOperation(Collections.nCopies(threads, worker), 1)
              / NANOS_PER_MICRO;
        });
  }

  /** One thread at a time; an operation is a thread. */
  private static final class Request implements Worker {

    private final Slots slots;
    private final Randomness random = new Randomness(1);

    Request(Peer peer) {
      slots = peer.slots(BLOCKS, MOST_BYTES / 2, MOST_BYTES);
    }

    @Override
    public long work() {
      slots.freeAll();
      for (int slot = 0; slot < BLOCKS; slot++) {
        BlockMemory.mark(slots.malloc(slot, random.between(LEAST_BYTES, MOST_BYTES)));
      }
      return 1;
    }

    @Override
    public void close() {
      slots.freeAll();
    }
  }
}
