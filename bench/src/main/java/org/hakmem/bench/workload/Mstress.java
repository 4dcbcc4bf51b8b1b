package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Rounds of fresh threads, which allocate, keep, free and swap blocks with one another; half of
 * what stands in the shared slots survives a round. Every block is written whole and verified whole
 * before it is freed.
 *
 * <p>Leijen's {@code test-stress.c}, as {@code mstress N 50 25} in mimalloc-bench.
 */
final class Mstress {

  /** Argument 3. */
  private static final int ROUNDS = 25;

  /** Shared slots. */
  private static final int TRANSFERS = 1_000;

  private static final int SURVIVING_PERCENT = 50;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Peer peer;
  private final int threads;
  private final Transfers transfers;

  Mstress(Peer peer, int threads) {
    this.peer = peer;
    this.threads = threads;
    transfers = new Transfers(MstressThread.slots(peer, TRANSFERS));
  }

  /** By so many threads at a time. */
  static Workload of(int threads) {
    return new Workload(
        "mstress",
        "25 rounds of %d fresh threads: allocate, keep, free and swap 8 bytes to 5 MB, all verified"
            .formatted(threads),
        Unit.MILLIS,
        EnumSet.of(Trait.NO_FLOOR, Trait.CROSSES_THREADS, Trait.TIMES_CALLS),
        trial -> {
          int rounds = (int) Math.ceil(ROUNDS * trial.scale());
          Peer peer = trial.open();
          return Passes.median(trial, () -> new Mstress(peer, threads).pass(rounds))
              / NANOS_PER_MILLI;
        });
  }

  /** All rounds; returns how long they took, in nanoseconds. */
  long pass(int rounds) throws InterruptedException {
    Randomness random = new Randomness(rounds);
    long start = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      Aside.runAll(peer, threads, thread -> new MstressThread(peer, transfers, thread).run());
      boolean last = round == rounds - 1;
      Aside.run(peer, () -> clear(random, last));
    }
    return System.nanoTime() - start;
  }

  private void clear(Randomness random, boolean all) {
    try (Transfers.Hand hand = new Transfers.Hand(peer)) {
      for (int slot = 0; slot < TRANSFERS; slot++) {
        if (all || random.below(100) >= SURVIVING_PERCENT) {
          transfers.swap(slot, hand.slots, hand.words, 0);
          hand.free();
        }
      }
    }
  }

  /** A table that threads swap blocks with: for any thread. */
  static final class Transfers {

    private static final int LOCKS = 64;

    /** Each guards every 64th slot, so that two threads seldom meet. */
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    private final Slots slots;
    private final int[] words;

    Transfers(Slots slots) {
      this.slots = slots;
      words = new int[slots.count()];
    }

    int count() {
      return words.length;
    }

    /** Swaps what stands here with what stands there, nothing included. */
    void swap(int slot, Slots other, int[] otherWords, int otherSlot) {
      synchronized (locks[slot % LOCKS]) {
        swapLocked(slot, other, otherWords, otherSlot);
      }
    }

    private void swapLocked(int slot, Slots other, int[] otherWords, int otherSlot) {
      long mine = slots.address(slot);
      long theirs = other.address(otherSlot);
      int spare = other.count() - 1;
      if (theirs != 0) {
        other.move(otherSlot, other, spare);
      }
      if (mine != 0) {
        slots.move(slot, other, otherSlot);
      }
      if (theirs != 0) {
        other.move(spare, slots, slot);
      }
      int count = words[slot];
      words[slot] = otherWords[otherSlot];
      otherWords[otherSlot] = count;
    }

    /** Somewhere to put one block. */
    static final class Hand implements AutoCloseable {

      private final Peer peer;
      private final Slots slots;
      private final int[] words = new int[2];

      Hand(Peer peer) {
        this.peer = peer;
        slots = MstressThread.slots(peer, 2);
      }

      /** Verifies and frees the block, if there is one. */
      void free() {
        if (slots.address(0) != 0) {
          Contents.check(peer, slots.address(0), words[0]);
          slots.free(0);
          words[0] = 0;
        }
      }

      @Override
      public void close() {
        free();
      }
    }
  }
}
