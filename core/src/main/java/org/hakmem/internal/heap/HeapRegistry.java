package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.slab.Owner;
import org.jspecify.annotations.Nullable;

/**
 * All heaps of an allocator, those of ended threads too, and the ids they get.
 *
 * <p>Any thread; lock-free. Heaps are never taken out: a thread that comes takes over the heap of
 * one that went, so there are about as many as there were threads at once.
 */
public final class HeapRegistry {

  private static final VarHandle HEAPS;

  static {
    try {
      HEAPS = MethodHandles.lookup().findVarHandle(HeapRegistry.class, "heaps", Heap[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * A search looks at so many heaps, beginning where the last one ended. Measured:
   * docs/benchmarks.md, Constants.
   */
  private static final int SEARCH_LENGTH = 16;

  private static final int ANY_CLASS = -1;

  /** The VM's thread that enqueues references has the highest priority: it is late under load. */
  private static final long WAIT_NANOS = 1_000_000;

  private static final int MAX_WAITS = 200;

  private final AtomicLong nextId = new AtomicLong(Owner.FIRST_HEAP);
  private final AtomicInteger searchFrom = new AtomicInteger();
  private final ReferenceQueue<Thread> collected = new ReferenceQueue<>();

  /** Never changed in place; replaced by compare-and-set. */
  private volatile Heap[] heaps = {};

  private final Events events;

  HeapRegistry(Events events) {
    this.events = events;
  }

  /** Whom to tell what happens to its heaps. */
  Events events() {
    return events;
  }

  /** A new heap, held by the caller. */
  Heap create(boolean stripe) {
    Heap heap = new Heap(nextId.getAndIncrement(), stripe);
    while (true) {
      Heap[] before = heaps;
      Heap[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = heap;
      if (HEAPS.compareAndSet(this, before, after)) {
        return heap;
      }
    }
  }

  /** All heaps at this moment; not to be changed. */
  Heap[] all() {
    return heaps;
  }

  ThreadRef refTo(Thread thread) {
    return new ThreadRef(thread, collected);
  }

  /** Notices threads that were collected. */
  void expungeCollected() {
    for (Reference<? extends Thread> ref = collected.poll(); ref != null; ref = collected.poll()) {
      ((ThreadRef) ref).markCollected();
    }
  }

  /**
   * Waits, but not for long, for what the VM is about to tell of threads that it has collected:
   * between that and {@link #expungeCollected} nobody can take their heaps.
   */
  void awaitCollected() {
    expungeCollected();
    for (int waits = 0; waits < MAX_WAITS && isOneAboutToBeTold(); waits++) {
      LockSupport.parkNanos(WAIT_NANOS);
      expungeCollected();
    }
  }

  private boolean isOneAboutToBeTold() {
    for (Heap heap : heaps) {
      if (heap.isInUse()
          && HeapState.who(heap.stateVolatile()) == HeapState.ATTACHED
          && heap.thread().isCleared()) {
        return true;
      }
    }
    return false;
  }

  /** Holds {@code heap} if its thread has ended, or if it is nobody's and no stripe. */
  boolean tryHoldAbandoned(Heap heap) {
    long state = heap.stateVolatile(); // before the thread, which was written before it
    return switch (HeapState.who(state)) {
      case HeapState.UNATTACHED -> !heap.isStripe() && heap.casState(state, HeapState.HELD);
      case HeapState.HELD -> false;
      default -> heap.thread().hasEnded() && heap.casState(state, HeapState.HELD);
    };
  }

  /** Some abandoned heap among the next few, held by the caller, or null. */
  @Nullable Heap holdAbandoned() {
    return holdAbandoned(ANY_CLASS);
  }

  /**
   * An abandoned heap among the next few that has slabs of the class, held by the caller, or null.
   */
  @Nullable Heap holdAbandonedWithSlabs(int sizeClass) {
    return holdAbandoned(sizeClass);
  }

  private @Nullable Heap holdAbandoned(int sizeClass) {
    expungeCollected();
    Heap[] all = heaps;
    int length = Math.min(SEARCH_LENGTH, all.length);
    int from = searchFrom.getAndAdd(length);
    for (int i = 0; i < length; i++) {
      Heap heap = all[Math.floorMod(from + i, all.length)];
      if ((sizeClass == ANY_CLASS || heap.hasSlabs(sizeClass)) && tryHoldAbandoned(heap)) {
        return heap;
      }
    }
    return null;
  }
}
