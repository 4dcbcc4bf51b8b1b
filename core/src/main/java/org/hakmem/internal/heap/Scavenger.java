package org.hakmem.internal.heap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.HakmemStats;
import org.hakmem.internal.event.OnceLog;
import org.hakmem.internal.memory.Daemon;
import org.jspecify.annotations.Nullable;

/**
 * Gives memory back while the program does nothing: sees to it that there is a {@link
 * ScavengerThread}, that it looks when there is something to do, and sleeps when there is not.
 *
 * <p>A thread that could not be started, ended, or has been at one look for {@link #STUCK_NANOS},
 * is replaced by whoever goes a slow path next. One that is stuck works on beside its successor if
 * it ever gets on, to the end of what it is doing.
 */
class Scavenger {

  /** A look takes some milliseconds; an action of the program's within it may take for ever. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Where no thread can be started, it is tried again after so long. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SmallBlocks shared;
  private final Reclaimer reclaimer;
  private final long stuckNanos;
  private final AtomicBoolean awake = new AtomicBoolean();
  private final AtomicReference<@Nullable ScavengerThread> current = new AtomicReference<>();
  private final AtomicLong starts = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /** The heap of a thread that ended or could not be started, for the next. */
  private final AtomicReference<@Nullable Heap> spare = new AtomicReference<>();

  /** When the last try to start a thread failed, or 0. A benign race: one try more. */
  private volatile long refusedNanos;

  private final Waking waking = new Waking();
  private volatile boolean stopped;
  private volatile @Nullable Chore chore;

  Scavenger(SmallBlocks shared, Reclaimer reclaimer) {
    this(shared, reclaimer, STUCK_NANOS);
  }

  /** For tests, with another time after which a thread is replaced. */
  Scavenger(SmallBlocks shared, Reclaimer reclaimer, long stuckNanos) {
    this.shared = shared;
    this.reclaimer = reclaimer;
    this.stuckNanos = stuckNanos;
  }

  /** Gives it one thing more to do. */
  final void setChore(Chore more) {
    chore = more;
  }

  final @Nullable Chore chore() {
    return chore;
  }

  final SmallBlocks shared() {
    return shared;
  }

  final Reclaimer reclaimer() {
    return reclaimer;
  }

  /** Begins; without a thread if none can be started now. Throws nothing. */
  final void start() {
    shared.setWakeScavenger(waking);
    begin(null);
  }

  /** The thread of a run, not started. Tests make others. */
  Thread newThread(Runnable run) {
    return Daemon.of("hakmem-scavenger", run, 0);
  }

  /**
   * Makes it look, if it sleeps. Cheap if not. Not a lambda, which a program's first malloc would
   * pay for.
   */
  private final class Waking implements Runnable {
    @Override
    public void run() {
      if (awake.get()) {
        ScavengerThread present = current.get();
        if (present != null && present.lookNanos() > stuckNanos) {
          begin(present);
        }
      } else if (awake.compareAndSet(false, true)) {
        wake();
      }
    }
  }

  private void wake() {
    ScavengerThread present = current.get();
    if (present != null && present.isAlive()) {
      present.unpark();
    } else {
      begin(present);
    }
  }

  /** Starts a thread in place of {@code before}, unless that cannot be done now. */
  private void begin(@Nullable ScavengerThread before) {
    long refused = refusedNanos;
    if (stopped || (refused != 0 && System.nanoTime() - refused < RETRY_NANOS)) {
      awake.set(false);
      return;
    }
    Heap heap = null;
    ScavengerThread next = null;
    boolean begun = false;
    try {
      heap = ownHeap();
      next = new ScavengerThread(this, heap);
      begun = current.compareAndSet(before, next) && start(next, before != null);
    } catch (OutOfMemoryError | StackOverflowError e) { // for a later slow path
      refusedNanos = System.nanoTime() | 1;
      current.compareAndSet(next, null);
      awake.set(false);
    } finally {
      if (!begun && heap != null) {
        spare.set(heap);
      }
    }
  }

  private boolean start(ScavengerThread next, boolean another) {
    next.start();
    starts.incrementAndGet();
    if (another) {
      OnceLog.warn("the scavenger's thread was stuck or had ended: another was started", null);
    }
    return true;
  }

  /** A stripe that is never left, so nobody takes it. */
  private Heap ownHeap() {
    Heap heap = spare.getAndSet(null);
    return heap != null ? heap : shared.registry().create(true);
  }

  /** Whether {@code thread} is the one that is to look. */
  final boolean isCurrent(ScavengerThread thread) {
    return !stopped && current.get() == thread;
  }

  /** To be called by a thread at its end. */
  final void ended(ScavengerThread thread) {
    spare.set(thread.heap());
    if (current.compareAndSet(thread, null)) {
      awake.set(false); // first no thread, then asleep: who wakes it finds that there is none
    }
  }

  /** To be called when a duty failed. Throws nothing. */
  final void failed(Throwable cause) {
    failures.incrementAndGet();
    OnceLog.warn("the scavenger could not do all it had to, and goes on", cause);
  }

  /**
   * Ends it, and waits until it has: once it gave memory back that is another's by then, that would
   * be lost. It is never held up by more than one look; an action of the program's is not waited
   * for, which may be the one that calls this.
   */
  final void stop() {
    stopped = true;
    ScavengerThread present = current.get();
    if (present != null) {
      present.unpark();
      present.awaitEnd();
    }
  }

  final boolean isAwake() {
    return awake.get();
  }

  final void setAwake(boolean now) {
    awake.set(now);
  }

  /** Whether it sleeps until it is woken, and is not just about to find that it should not. */
  final boolean isAsleep() {
    return !awake.get() && !hasWork();
  }

  final boolean hasWork() {
    Chore more = chore;
    if (more != null && more.hasWork()) {
      return true;
    }
    for (Heap heap : shared.registry().all()) {
      if (heap.isInUse() && !isOwn(heap)) {
        return true;
      }
    }
    return shared.pool().hasPurgeable() || reclaimer.hasUnsweptSlabs();
  }

  private boolean isOwn(Heap heap) {
    ScavengerThread present = current.get();
    return present != null && present.heap() == heap;
  }

  /** How it is. */
  final HakmemStats.Scavenger health() {
    ScavengerThread present = current.get();
    boolean alive = present != null && present.isAlive();
    long lookMillis = present == null ? 0 : TimeUnit.NANOSECONDS.toMillis(present.lookNanos());
    return new HakmemStats.Scavenger(alive, lookMillis, starts.get(), failures.get());
  }
}
