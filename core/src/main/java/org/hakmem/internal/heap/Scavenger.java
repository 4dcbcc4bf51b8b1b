package org.hakmem.internal.heap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.internal.memory.Daemon;
import org.hakmem.internal.superslab.HugePages;
import org.jspecify.annotations.Nullable;

/**
 * The thread that gives memory back while the program does nothing: a daemon that sleeps as long as
 * there is nothing to give.
 *
 * <p>It looks four times in a purge delay. What a heap caches is taken when the heap was not used
 * between three looks, pages are purged half a delay after they became free, so that all is gone a
 * delay after the last use. Nobody ever waits for it.
 *
 * <p>As it looks anyway, it also sees to {@link HugePages}.
 */
final class Scavenger implements Runnable {

  private static final int LOOKS_PER_DELAY = 4;
  private static final long LEAST_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SmallBlocks shared;
  private final Reclaimer reclaimer;
  private final long delayNanos;
  private final Heap self;
  private final HugePages hugePages;
  private final IdleWatch watch = new IdleWatch();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Chore chore;

  Scavenger(SmallBlocks shared, Reclaimer reclaimer) {
    this.shared = shared;
    this.reclaimer = reclaimer;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(shared.config().purgeDelayMillis());
    this.hugePages = new HugePages(shared.pool());
    this.self = shared.registry().create(true); // as a stripe that is never left: nobody takes it
    this.thread = Daemon.of("hakmem-scavenger", this, 0);
  }

  /** Gives it one thing more to do. */
  void setChore(Chore more) {
    chore = more;
  }

  void start() {
    shared.setWakeScavenger(new Waking());
    thread.start();
  }

  /**
   * Makes it look, if it sleeps. Cheap if not. Not a lambda, which a program's first malloc would
   * pay for.
   */
  private final class Waking implements Runnable {
    @Override
    public void run() {
      if (!awake.get() && awake.compareAndSet(false, true)) {
        LockSupport.unpark(thread);
      }
    }
  }

  /**
   * Ends it, and waits until it has: once it gave memory back that is another's by then, that would
   * be lost. It is never held up by more than one look.
   */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    Daemon.awaitEnd(thread);
  }

  /** Whether it sleeps until it is woken, and is not just about to find that it should not. */
  boolean isAsleep() {
    return !awake.get() && !hasWork();
  }

  @Override
  public void run() {
    long interval = Math.max(delayNanos / LOOKS_PER_DELAY, LEAST_INTERVAL_NANOS);
    while (!stopped) {
      if (awake.get()) {
        LockSupport.parkNanos(this, interval);
        if (!stopped) {
          lookIfPossible();
        }
      } else {
        LockSupport.park(this);
      }
      Thread.interrupted(); // interrupts mean nothing to it, but would keep it from parking
    }
  }

  private void lookIfPossible() {
    try {
      look();
    } catch (OutOfMemoryError e) {
      awake.set(true); // no Java heap: it tries again after an interval
    }
  }

  /**
   * Does what is due, and goes to sleep if nothing is left that could become due. Dekker: it writes
   * {@code awake} and then looks for work, others make work and then read {@code awake}.
   */
  private void look() {
    Chore more = chore;
    if (more != null) {
      more.look();
    }
    reclaimer.abandonedHeaps();
    idleHeaps();
    reclaimer.postedSlabs(self, false);
    shared.pool().purge(delayNanos / 2);
    if (shared.config().collapse()) {
      hugePages.look();
    }
    awake.set(false);
    if (hasWork()) {
      awake.set(true);
    }
  }

  private boolean hasWork() {
    Chore more = chore;
    if (more != null && more.hasWork()) {
      return true;
    }
    for (Heap heap : shared.registry().all()) {
      if (heap != self && heap.isInUse()) {
        return true;
      }
    }
    return (shared.os().canPurge() && shared.pool().hasDirtyPages()) || reclaimer.hasUnsweptSlabs();
  }

  /** Takes the heaps that were not used for a while apart. Its own heap it never uses. */
  private void idleHeaps() {
    for (Heap heap : watch.idleAmong(shared.registry().all())) {
      reclaimer.idleHeap(heap);
    }
  }
}
