package org.hakmem;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.hakmem.internal.heap.Reclaims;

/**
 * Allocates where limit or system refused at first: gives back all that can be given back, and
 * tries again. If other threads are about to give memory back too, or are within the allocator with
 * what they cache, it waits for them for a while, so that no request is refused for what is free.
 *
 * <p>One thread at a time; the others wait, as two that give memory back keep it from each other.
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

  /** A scavenger that purges gigabytes takes some tenths of a second. */
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** A thread within the allocator leaves it within microseconds, or is busy and comes again. */
  private static final int MAX_ROUNDS_FOR_OTHERS = 4;

  private final Engine engine;
  private final Scarcity scarcity;
  private final ReentrantLock lock = new ReentrantLock();

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
    boolean locked = tryLock();
    try {
      return allocateInTurn(attempt);
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  /** False if it took too long: a program's action, run by who makes room, may wait for this. */
  private boolean tryLock() {
    try {
      return lock.tryLock(MAX_WAIT_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long allocateInTurn(Attempt attempt) {
    Reclaims reclaims = engine.small().reclaims();
    long begun = System.nanoTime();
    for (int round = 1; ; round++) {
      long mark = reclaims.none();
      engine.makeRoom();
      scarcity.beginAttempt();
      long address = attempt.allocate();
      boolean alone = reclaims.onlyOneSince(mark);
      if (address != 0
          || (alone && (round >= MAX_ROUNDS_FOR_OTHERS || !engine.small().othersCache()))
          || System.nanoTime() - begun > MAX_WAIT_NANOS) {
        return address;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
