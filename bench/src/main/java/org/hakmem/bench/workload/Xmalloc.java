package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Some threads allocate, as many others free: batches of blocks pass from the first to the second
 * through a bounded queue. Producers write two bytes into each block, so that it is resident.
 *
 * <p>Boreham's <i>malloc-test</i>, as {@code xmalloc-test -w N -t 5 -s 64} in mimalloc-bench: 4,096
 * blocks a batch, at most 100 batches in the queue.
 */
public final class Xmalloc {

  /** Blocks in a batch. */
  public static final int BATCH = 4_096;

  /** Batches in the queue at most. */
  public static final int BATCHES = 100;

  /** Option -s. */
  static final int BYTES = 64;

  private static final double MILLION = 1e6;

  private Xmalloc() {}

  /** With so many producers and as many consumers. */
  static Workload of(String label, int pairs) {
    return new Workload(
        label,
        "%s; blocks of 64 bytes, in batches of 4,096 through a queue of at most 100"
            .formatted(
                pairs == 1
                    ? "one thread allocates, another frees"
                    : "%d threads allocate, %d free".formatted(pairs, pairs)),
        Unit.MILLION_FREES,
        EnumSet.of(Trait.CROSSES_THREADS, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          Channel channel = new Channel(peer, pairs, BYTES);
          List<Callable<Worker>> workers = new ArrayList<>();
          for (int i = 0; i < pairs; i++) {
            workers.add(() -> new Producer(channel));
            workers.add(() -> new Consumer(channel));
          }
          double rate = new Shift(peer, trial).perSecond(workers, Long.MAX_VALUE);
          if (trial.tidy()) {
            channel.close();
          }
          return rate / MILLION;
        });
  }

  /** The queue, and the batches that go round in it. For any thread. */
  public static final class Channel implements AutoCloseable {

    private final long byteSize;
    private final BatchQueue full;
    private final BatchQueue empty;

    /**
     * Makes the batches, all empty.
     *
     * @param pairs of producers and consumers: how many batches are in hand besides those queued
     */
    public Channel(Peer peer, int pairs, long byteSize) {
      this.byteSize = byteSize;
      int batches = BATCHES + 2 * pairs;
      full = new BatchQueue(batches);
      empty = new BatchQueue(batches);
      for (int i = 0; i < batches; i++) {
        empty.add(peer.slots(BATCH, byteSize, byteSize));
      }
    }

    /**
     * Allocates a batch, if the queue has room.
     *
     * @return whether it had
     */
    public boolean produce() {
      Slots batch = full.size() < BATCHES ? empty.poll() : null;
      if (batch == null) {
        return false;
      }
      for (int slot = 0; slot < BATCH; slot++) {
        BlockMemory.mark(batch.malloc(slot, byteSize));
      }
      full.add(batch); // has room for all there are: nobody waits here for somebody who has ended
      return true;
    }

    /**
     * Frees a batch, if there is one.
     *
     * @return whether there was
     */
    public boolean consume() {
      Slots batch = full.poll();
      if (batch == null) {
        return false;
      }
      for (int slot = 0; slot < BATCH; slot++) {
        batch.free(slot);
      }
      empty.add(batch);
      return true;
    }

    /** Frees what is left in the queue. */
    @Override
    public void close() {
      while (consume()) {
        // The condition does the work.
      }
    }
  }

  private static final class Producer implements Worker {

    private final Channel channel;
    private final Pause pause = new Pause();

    Producer(Channel channel) {
      this.channel = channel;
    }

    @Override
    public long work() {
      pause.after(channel.produce());
      return 0; // frees count
    }

    @Override
    public void close() {
      // What is queued, the channel frees.
    }
  }

  private static final class Consumer implements Worker {

    private final Channel channel;
    private final Pause pause = new Pause();

    Consumer(Channel channel) {
      this.channel = channel;
    }

    @Override
    public long work() {
      boolean freed = channel.consume();
      pause.after(freed);
      return freed ? BATCH : 0;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
