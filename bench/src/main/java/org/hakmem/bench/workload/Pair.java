package org.hakmem.bench.workload;

import java.util.EnumSet;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * One thread allocates a block and frees it at once, over and over. The block is not written, so
 * the time is all the allocator's.
 */
public final class Pair {

  private static final int CHUNK = 1_024;

  private Pair() {}

  /** With blocks of one size. */
  static Workload of(int byteSize, String size) {
    return new Workload(
        "pair:" + size,
        "one thread: malloc and free of %,d bytes, in turn".formatted(byteSize),
        Unit.NANOS,
        EnumSet.of(Trait.NO_FLOOR, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          return new Shift(peer, trial)
              .nanosPerOperation(
                  1,
                  () -> peer.timesCalls() ? new Timed(peer, byteSize) : new Loop(peer, byteSize));
        });
  }

  /** The loop itself, for JMH too. One instance serves one thread. */
  public static final class Loop implements Worker {

    private final Peer peer;
    private final long byteSize;

    /**
     * Never set. Reading it keeps C2 from folding one pair into the next, as JMH's own loop does.
     */
    private volatile boolean stopped;

    /**
     * Prepares.
     *
     * @param byteSize size of the blocks
     */
    public Loop(Peer peer, long byteSize) {
      this.peer = peer;
      this.byteSize = byteSize;
    }

    /**
     * Makes one pair.
     *
     * @return something that depends on the block
     */
    public long once() {
      return peer.pair(byteSize);
    }

    @Override
    public long work() {
      Peer local = peer;
      long size = byteSize;
      for (int i = 0; i < CHUNK && !stopped; i++) {
        local.pair(size);
      }
      return CHUNK;
    }

    @Override
    public void close() {
      // Nothing is left.
    }
  }

  /** The same through a slot, which times each call. */
  private record Timed(Slots slots, long byteSize) implements Worker {

    Timed(Peer peer, long byteSize) {
      this(peer.slots(1, byteSize, byteSize), byteSize);
    }

    @Override
    public long work() {
      for (int i = 0; i < CHUNK; i++) {
        slots.malloc(0, byteSize);
        slots.free(0);
      }
      return CHUNK;
    }

    @Override
    public void close() {
      slots.freeAll();
    }
  }
}
