package org.hakmem;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Allocates where limit or system refused at first: in rounds, each of which gives back all that
 * can be given back and tries again. A round is the last one if nobody else was giving memory back
 * meanwhile, and no other thread caches any. Otherwise there is another after a pause, so that no
 * request is refused for what is free.
 *
 * <p>One thread at a time makes room; what it gives back is there for all, and its rounds count for
 * all that wait. So a request that can't be met takes about as long with many threads at the limit
 * as with one.
 */
final class LastResort {

  /** One try to allocate. */
  interface Attempt {
    /** Returns the address of a block, or 0 if limit or system refuse. */
    long allocate();
  }

  /** An allocation. Not a lambda: linking one takes stack and Java heap. */
  record Allocation(Engine engine, long bytes, int sizeClass, long alignment) implements Attempt {
    @Override
    public long allocate() {
      return engine.tryAllocate(bytes, sizeClass, alignment);
    }
  }

  /** With the pauses below half a second: the scavenger may be purging gigabytes. */
  private static final int MAX_ROUNDS = 10;

  /** A thread within the allocator leaves it within microseconds, or is busy and comes again. */
  private static final int MAX_ROUNDS_FOR_CACHES = 4;

  /** The first pause; each is twice as long as the one before. */
  private static final long MIN_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** If rounds take long, or one does not end, as a program's action in it may wait for this. */
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Scarcity scarcity;
  private final ReentrantLock lock = new ReentrantLock();

  /** Rounds begun and ended. Written under the lock; volatile, for those that wait. */
  private volatile long begun;

  private volatile long ended;

  LastResort(Engine engine, Scarcity scarcity) {
    this.engine = engine;
    this.scarcity = scarcity;
  }

  /**
   * Returns the address of a block.
   *
   * @throws OutOfMemoryError if there is no memory for it
   */
  long allocate(long bytes, Attempt attempt) {
    long address = tryAllocate(attempt);
    scarcity.report(bytes, address == 0);
    if (address == 0) {
      throw scarcity.error(bytes, engine);
    }
    return address;
  }

  private long tryAllocate(Attempt attempt) {
    long arrival = begun;
    long start = System.nanoTime();
    int rounds = 0;
    for (long pause = MIN_PAUSE_NANOS; ; pause *= 2) {
      boolean last = ended - arrival >= MAX_ROUNDS || System.nanoTime() - start > MAX_WAIT_NANOS;
      long address;
      if (lock.tryLock()) {
        try {
          long mark = engine.small().reclaims().watch();
          makeRoom();
          scarcity.beginAttempt();
          address = attempt.allocate();
          last |= isLast(mark, ++rounds);
        } finally {
          engine.small().reclaims().unwatch();
          lock.unlock();
        }
      } else {
        address = attempt.allocate();
      }
      if (address != 0 || last) {
        return address;
      }
      LockSupport.parkNanos(pause);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private void makeRoom() {
    begun++;
    try {
      engine.makeRoom();
    } finally {
      ended++;
    }
  }

  /** Whether another round would find no more than this one. */
  private boolean isLast(long mark, int rounds) {
    return engine.small().reclaims().noneSince(mark)
        && (rounds >= MAX_ROUNDS_FOR_CACHES || !engine.small().othersCache());
  }
}
