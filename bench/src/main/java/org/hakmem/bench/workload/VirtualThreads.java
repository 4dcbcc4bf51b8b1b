package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;
import org.jspecify.annotations.Nullable;

/**
 * 100,000 virtual threads at once. Each holds four blocks; in turn each is given a processor,
 * replaces each of its blocks eight times, and yields.
 *
 * <p>They are started by virtual threads, one for each carrier. A carrier goes on with those in its
 * own queue for as long as there are any: if a platform thread started them, each would go on with
 * its first for ever, and the others would never come to run.
 *
 * <p>Fewer such threads go ahead and end, while the program is compiled: a thread that has begun in
 * the interpreter comes back to it at each turn, until its loop is replaced under way. Threads of a
 * program that has run for a while do not begin there.
 *
 * <p>Of our own, after what users of virtual threads report: caches for each thread don't fit them
 * (Netty's issues 13191, 14607, 14882).
 */
final class VirtualThreads {

  private static final int THREADS = 100_000;
  private static final int FORERUNNERS_SHARE = 10;
  private static final int HELD = 4;
  private static final int REPLACED_IN_A_TURN = 8;
  private static final int LEAST_BYTES = 16;
  private static final int MOST_BYTES = 512;
  private static final long PATIENCE_SECONDS = 120;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int threads;

  /** One table for all: each thread has slots of its own in it. */
  private final Slots slots;

  private final AtomicLongArray counts;
  private final CountDownLatch ended;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private VirtualThreads(Peer peer, int threads) {
    this.threads = threads;
    slots = peer.slots(threads * HELD, MOST_BYTES / 2, MOST_BYTES);
    counts = new AtomicLongArray(threads);
    ended = new CountDownLatch(threads);
  }

  static Workload workload() {
    return new Workload(
        "vthreads",
        "100,000 virtual threads: each replaces its 4 blocks of 16 to 512 bytes 8 times, yields",
        Unit.NANOS,
        EnumSet.of(Trait.CROSSES_THREADS, Trait.VIRTUAL_THREADS, Trait.NET_OF_FLOOR),
        trial -> {
          Peer peer = trial.open();
          int threads = (int) (THREADS * trial.scale());
          new VirtualThreads(peer, threads / FORERUNNERS_SHARE).goAhead(trial.warmupSeconds());
          VirtualThreads all = new VirtualThreads(peer, threads);
          all.start();
          double perSecond = new Stopwatch(all::operations, all::check).perSecond(trial);
          all.stopped = true;
          if (trial.tidy()) {
            all.awaitEnd();
          }
          return NANOS_PER_SECOND * Trial.processors() / perSecond;
        });
  }

  /** Starts, and ends after a while. */
  private void goAhead(double seconds) throws InterruptedException {
    start();
    TimeUnit.NANOSECONDS.sleep((long) (seconds * NANOS_PER_SECOND));
    stopped = true;
    awaitEnd();
  }

  private void start() {
    int carriers = Trial.processors();
    AtomicInteger running = new AtomicInteger();
    for (int carrier = 0; carrier < carriers; carrier++) {
      int first = carrier;
      Thread.ofVirtual()
          .start(() -> {
            running.incrementAndGet();
            while (running.get() < carriers) { // not to wait, or two might share a carrier
              Thread.onSpinWait();
            }
            for (int thread = first; thread < threads; thread += carriers) {
              int number = thread;
              Thread.ofVirtual().start(() -> run(number));
            }
          });
    }
  }

  private void run(int thread) {
    try {
      int first = thread * HELD;
      Randomness random = new Randomness(thread);
      for (int slot = first; slot < first + HELD; slot++) {
        allocate(slot, random);
      }
      while (!stopped) {
        turn(first, random);
        counts.setRelease(thread, counts.getPlain(thread) + HELD * REPLACED_IN_A_TURN);
        yieldCarrier();
      }
      for (int slot = first; slot < first + HELD; slot++) {
        slots.free(slot);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
      stopped = true;
    } finally {
      ended.countDown();
    }
  }

  private void turn(int first, Randomness random) {
    for (int i = 0; i < REPLACED_IN_A_TURN; i++) {
      for (int slot = first; slot < first + HELD; slot++) {
        slots.free(slot);
        allocate(slot, random);
      }
    }
  }

  private void allocate(int slot, Randomness random) {
    BlockMemory.mark(slots.malloc(slot, random.between(LEAST_BYTES, MOST_BYTES)));
  }

  /** So that the others, on this carrier or another, get their turn. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void yieldCarrier() {
    Thread.yield();
  }

  private long operations() {
    long sum = 0;
    for (int thread = 0; thread < threads; thread++) {
      sum += counts.getAcquire(thread); // pairs with the release in run: the time is near
    }
    return sum;
  }

  private void check() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a virtual thread failed: " + thrown, thrown);
    }
  }

  private void awaitEnd() throws InterruptedException {
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a virtual thread does not stop");
    }
    check();
  }
}
