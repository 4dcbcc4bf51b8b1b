package org.hakmem.internal.heap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.internal.superslab.HugePages;

/**
 * The thread that gives memory back: a daemon that sleeps as long as there is nothing to give.
 *
 * <p>It looks four times in a purge delay. What a heap caches is taken when the heap was not used
 * between three looks, pages are purged half a delay after they became free, so that all is gone a
 * delay after the last use. Nobody ever waits for it.
 *
 * <p>As it looks anyway, it also sees to {@link HugePages}.
 *
 * <p>A duty that throws anything at all leaves the others to be done, in the same look and the
 * next; looks are rarer while they fail. What touches memory it does within the {@link OpenGate};
 * actions of the program's, at the end of batched arenas, outside of it.
 */
final class ScavengerThread implements Runnable {

  private static final int LOOKS_PER_DELAY = 4;
  private static final long LEAST_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final long JOIN_MILLIS = 5;
  private static final int MOST_JOINS_AT_CHORE = 100;

  private static final int CHORE = 0;
  private static final int ABANDONED_HEAPS = 1;
  private static final int IDLE_HEAPS = 2;
  private static final int POSTED_SLABS = 3;
  private static final int DIRTY_PAGES = 4;
  private static final int HUGE_PAGES = 5;
  private static final int DUTIES = 6;

  private final Scavenger scavenger;
  private final SmallBlocks shared;
  private final Reclaimer reclaimer;
  private final long delayNanos;
  private final Heap self;
  private final HugePages hugePages;
  private final IdleWatch watch = new IdleWatch();
  private final Thread thread;
  private int failedLooks;

  /** When the look that goes on was begun, or 0; for whoever asks whether it is stuck. */
  private volatile long begunNanos;

  /** Whether it runs actions of the program's, which may take any time. */
  private volatile boolean atChore;

  /** One that is not started, and gives slabs up by {@code self}, which it holds. */
  ScavengerThread(Scavenger scavenger, Heap self) {
    this.scavenger = scavenger;
    this.shared = scavenger.shared();
    this.reclaimer = scavenger.reclaimer();
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(shared.config().purgeDelayMillis());
    this.self = self;
    this.hugePages = new HugePages(shared.pool());
    this.thread = scavenger.newThread(this);
  }

  void start() {
    thread.start();
  }

  Heap heap() {
    return self;
  }

  /** Whether it is started and has not ended. */
  boolean isAlive() {
    return thread.isAlive();
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  /** How long the look that goes on has taken so far, or 0. */
  long lookNanos() {
    long begun = begunNanos;
    return begun == 0 ? 0 : System.nanoTime() - begun;
  }

  /**
   * Waits until it has ended, but not for long for an action of the program's, and not for itself.
   * An interrupt is not lost.
   */
  void awaitEnd() {
    boolean interrupted = false;
    int atChoreCount = 0;
    while (thread.isAlive()
        && atChoreCount < MOST_JOINS_AT_CHORE
        && thread != Thread.currentThread()) {
      atChoreCount += atChore ? 1 : 0;
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (scavenger.isCurrent(this)) {
        if (scavenger.isAwake()) {
          LockSupport.parkNanos(this, interval());
          lookIfCurrent();
        } else {
          LockSupport.park(this);
        }
        Thread.interrupted(); // interrupts mean nothing to it, but would keep it from parking
      }
    } finally {
      scavenger.ended(this);
    }
  }

  private long interval() {
    long interval = Math.max(delayNanos / LOOKS_PER_DELAY, LEAST_INTERVAL_NANOS);
    return interval << Math.min(failedLooks, MOST_DOUBLINGS);
  }

  private void lookIfCurrent() {
    if (scavenger.isCurrent(this)) {
      begunNanos = System.nanoTime() | 1;
      failedLooks = look() ? 0 : failedLooks + 1;
      begunNanos = 0;
    }
  }

  /**
   * Does what is due, and goes to sleep if nothing is left that could become due. Dekker: it writes
   * that it sleeps and then looks for work, others make work and then read whether it sleeps.
   *
   * @return false if something failed; it is awake then
   */
  private boolean look() {
    boolean done = true;
    for (int duty = 0; duty < DUTIES && scavenger.isCurrent(this); duty++) {
      try {
        perform(duty);
      } catch (
          Throwable t) { // whatever it is, the other duties and the next look do not depend on it
        scavenger.failed(t);
        done = false;
      }
    }
    if (done && scavenger.isCurrent(this)) {
      scavenger.setAwake(false);
      if (hasWorkOrFails()) {
        scavenger.setAwake(true);
      }
    }
    return done;
  }

  private boolean hasWorkOrFails() {
    try {
      return scavenger.hasWork();
    } catch (Throwable t) { // then the next look finds out
      scavenger.failed(t);
      return true;
    }
  }

  private void perform(int duty) {
    if (duty == CHORE) {
      chore();
    } else if (shared.gate().tryEnter()) {
      shared.reclaims().begin();
      try {
        performInside(duty);
      } finally {
        shared.reclaims().end();
        shared.gate().leave();
      }
    }
  }

  private void chore() {
    Chore more = scavenger.chore();
    if (more != null) {
      atChore = true;
      try {
        more.look();
      } finally {
        atChore = false;
      }
    }
  }

  private void performInside(int duty) {
    switch (duty) {
      case ABANDONED_HEAPS -> reclaimer.abandonedHeaps();
      case IDLE_HEAPS -> idleHeaps();
      case POSTED_SLABS -> reclaimer.postedSlabs(self, false);
      case DIRTY_PAGES -> shared.pool().purge(delayNanos / 2);
      case HUGE_PAGES -> {
        if (shared.config().collapse()) {
          hugePages.look();
        }
      }
      default -> throw new IllegalStateException("no duty " + duty);
    }
  }

  /** Takes the heaps that were not used for a while apart. Its own heap it never uses. */
  private void idleHeaps() {
    for (Heap heap : watch.idleAmong(shared.registry().all())) {
      reclaimer.idleHeap(heap);
    }
  }
}
