package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Larson's loop in its steady state (parameters: {@link Larson}): each thread frees the block of a
 * random slot of its own, puts a new one of random size there and writes two bytes into it.
 */
public final class Replace {

  private static final int CHUNK = 256;

  private Replace() {}

  /** By so many threads. */
  static Workload of(String label, int threads) {
    return new Workload(
        label,
        "%s: frees a random one of 5,000 blocks of its own, allocates another of 8 to 999 bytes"
            .formatted(threads == 1 ? "one thread" : "each of %d threads".formatted(threads)),
        Unit.NANOS,
        EnumSet.of(Trait.NET_OF_FLOOR, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          List<Callable<Worker>> workers =
              LongStream.range(0, threads)
                  .<Callable<Worker>>mapToObj(thread -> () -> new Loop(peer, Larson.SEED + thread))
                  .toList();
          return new Shift(peer, trial).nanosPerOperation(workers, Long.MAX_VALUE);
        });
  }

  /** The loop itself, for JMH and {@link Larson} too. One thread at a time. */
  public static final class Loop implements Worker {

    private final Slots slots;
    private long random;
    private long sum;

    /** Allocates the blocks. */
    public Loop(Peer peer, long seed) {
      slots = peer.slots(Larson.SLOTS, Larson.MOST_BYTES / 2, Larson.MOST_BYTES);
      random = Randomness.start(seed);
      for (int slot = 0; slot < Larson.SLOTS; slot++) {
        random = Randomness.next(random);
        BlockMemory.mark(slots.malloc(slot, size(random)));
      }
    }

    /**
     * Replaces so many blocks.
     *
     * @return what depends on every address read and every size drawn, so that with the floor these
     *     are read and drawn too
     */
    public long replace(int operations) {
      Slots local = slots;
      long bits = random;
      long seen = 0;
      for (int i = 0; i < operations; i++) {
        bits = Randomness.next(bits);
        int slot = Randomness.lowerBelow(bits, Larson.SLOTS);
        int size = size(bits);
        local.free(slot);
        long address = local.malloc(slot, size);
        BlockMemory.mark(address);
        seen += address ^ size;
      }
      random = bits;
      sum += seen;
      return sum;
    }

    @Override
    public long work() {
      replace(CHUNK);
      return CHUNK;
    }

    @Override
    public void close() {
      slots.freeAll();
    }

    Slots slots() {
      return slots;
    }

    private static int size(long bits) {
      return Larson.LEAST_BYTES
          + Randomness.upperBelow(bits, Larson.MOST_BYTES - Larson.LEAST_BYTES + 1);
    }
  }
}
