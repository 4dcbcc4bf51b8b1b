package org.hakmem.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.hakmem.bench.peers.Peer;

/**
 * One thread allocates, another frees: batches of addresses pass from the first to the second
 * through a bounded ring.
 *
 * <p>The producer writes 'a', 'b' into each block, so that blocks are resident. Both sides fill and
 * empty the ring's own arrays in place and spin when they must wait, so that neither garbage nor
 * wake-ups are measured. {@link #produce} is for one thread, {@link #consume} for one other.
 */
final class ProducerConsumerLoop implements AutoCloseable {

  static final int BATCH = 4_096;
  static final int BATCHES = 100;

  private static final int SPINS_BEFORE_YIELD = 1_000;
  private static final VarHandle PRODUCED = counter("produced");
  private static final VarHandle CONSUMED = counter("consumed");

  private final Peer peer;
  private final long byteSize;
  private final Arena arena = Arena.ofShared();
  private final long spots;
  private final long[][] ring = new long[BATCHES][BATCH];

  /** Batches filled; written by the producer alone. */
  @SuppressWarnings("unused") // through PRODUCED
  private long produced;

  /** Batches emptied; written by the consumer alone. */
  @SuppressWarnings("unused") // through CONSUMED
  private long consumed;

  ProducerConsumerLoop(Peer peer, long byteSize) {
    this.peer = peer;
    this.byteSize = byteSize;
    spots = arena.allocate(BATCH * byteSize, 64).address();
  }

  /**
   * Allocates one batch, as soon as the ring has room.
   *
   * @param stopped checked while it waits
   * @return whether it did, rather than stop
   */
  boolean produce(BooleanSupplier stopped) {
    long number = producedByThisThread();
    int spins = 0;
    while (number - consumedAcquire() >= BATCHES) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      spins = pause(spins);
    }
    fill(peer, byteSize, spots, ring[(int) (number % BATCHES)]);
    publishProducedRelease(number + 1);
    return true;
  }

  /**
   * Frees one batch, as soon as there is one.
   *
   * @param stopped checked while it waits
   * @return whether it did, rather than stop
   */
  boolean consume(BooleanSupplier stopped) {
    long number = consumedByThisThread();
    int spins = 0;
    while (number >= producedAcquire()) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      spins = pause(spins);
    }
    empty(peer, ring[(int) (number % BATCHES)]);
    publishConsumedRelease(number + 1);
    return true;
  }

  /** Frees what is left in the ring. Both threads must have ended or stopped. */
  @Override
  public void close() {
    while (consume(() -> true)) {
      // The condition does the work.
    }
    arena.close();
  }

  private static void fill(Peer peer, long byteSize, long spots, long[] batch) {
    for (int i = 0; i < batch.length; i++) {
      long address = peer.malloc(byteSize, spots + i * byteSize);
      BlockWriter.write(address);
      batch[i] = address;
    }
  }

  private static void empty(Peer peer, long[] batch) {
    for (long address : batch) {
      peer.free(address);
    }
  }

  /** Spins, and at times yields: the other side may need this processor. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static int pause(int spins) {
    if (spins < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
      return spins + 1;
    }
    Thread.yield();
    return 0;
  }

  private long producedByThisThread() {
    return (long) PRODUCED.get(this);
  }

  private long consumedByThisThread() {
    return (long) CONSUMED.get(this);
  }

  /** Pairs with {@link #publishProducedRelease}: the batch's addresses are seen. */
  private long producedAcquire() {
    return (long) PRODUCED.getAcquire(this);
  }

  /** Pairs with {@link #producedAcquire}. */
  private void publishProducedRelease(long count) {
    PRODUCED.setRelease(this, count);
  }

  /** Pairs with {@link #publishConsumedRelease}: the batch was read before it is overwritten. */
  private long consumedAcquire() {
    return (long) CONSUMED.getAcquire(this);
  }

  /** Pairs with {@link #consumedAcquire}. */
  private void publishConsumedRelease(long count) {
    CONSUMED.setRelease(this, count);
  }

  private static VarHandle counter(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(ProducerConsumerLoop.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
