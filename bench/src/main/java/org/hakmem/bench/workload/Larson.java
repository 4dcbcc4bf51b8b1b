package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Larson's server simulation: the main thread allocates all blocks and permutes them over all
 * threads; each thread replaces random ones of its share, and after so many starts a successor,
 * which inherits the share, and ends. So blocks are freed by others than allocated them, and their
 * owners are dead.
 *
 * <p>Larson and Krishnan, <i>Memory allocation for long-running server applications</i>, ISMM 1998.
 * The parameters are those in common use, {@code larson 5 8 1000 5000 100 4141 N} in
 * mimalloc-bench. Contents are not verified here: {@code hakmem larson} does that.
 */
final class Larson {

  /** Argument 2. */
  static final int LEAST_BYTES = 8;

  /** Argument 3, which is exclusive, less 1. */
  static final int MOST_BYTES = 999;

  /** Argument 4: blocks that each thread holds. */
  static final int SLOTS = 5_000;

  /** Argument 6. */
  static final long SEED = 4_141;

  /** Argument 5: how often a thread replaces each block, on average. */
  private static final long ROUNDS = 100;

  private Larson() {}

  /** By so many threads at a time. */
  static Workload of(String label, int threads) {
    return new Workload(
        label,
        "%d threads at a time replace blocks of 8 to 999 bytes, hand them on and end"
            .formatted(threads),
        Unit.NANOS,
        EnumSet.of(Trait.NET_OF_FLOOR, Trait.CROSSES_THREADS, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          return new Shift(peer, trial)
              .nanosPerOperation(List.copyOf(workers(peer, threads)), ROUNDS * SLOTS);
        });
  }

  /** Made by a thread of the peer's own kind, which ends then. */
  private static List<Callable<Worker>> workers(Peer peer, int threads)
      throws InterruptedException {
    List<Replace.Loop> loops = new ArrayList<>();
    Aside.run(
        peer,
        () -> {
          for (int thread = 0; thread < threads; thread++) {
            loops.add(new Replace.Loop(peer, SEED + thread));
          }
          permute(peer, loops);
        });
    return loops.stream().<Callable<Worker>>map(loop -> () -> loop).toList();
  }

  /** Swaps every slot with a random one of a random thread. */
  private static void permute(Peer peer, List<Replace.Loop> loops) {
    Slots hand = peer.slots(1, MOST_BYTES, MOST_BYTES);
    Randomness random = new Randomness(SEED);
    for (Replace.Loop loop : loops) {
      for (int slot = 0; slot < SLOTS; slot++) {
        Slots other = loops.get(random.below(loops.size())).slots();
        int otherSlot = random.below(SLOTS);
        loop.slots().move(slot, hand, 0);
        if (other.address(otherSlot) != 0) {
          other.move(otherSlot, loop.slots(), slot);
        }
        hand.move(0, other, otherSlot);
      }
    }
  }
}
