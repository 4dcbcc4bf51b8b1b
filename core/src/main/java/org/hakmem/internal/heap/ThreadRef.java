package org.hakmem.internal.heap;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a heap is attached to, held weakly: a dead thread object may hold a class loader.
 *
 * <p>That a thread has ended is known from {@link Thread#isAlive()} (JLS 17.4.4: its last action
 * synchronizes with that), or, once it was collected, from the reference queue (whose enqueueing
 * happens before the removal). A cleared reference alone says nothing about memory.
 */
final class ThreadRef extends WeakReference<Thread> {

  /** Refers to no thread. */
  static final ThreadRef NONE = new ThreadRef();

  private volatile boolean collected;

  private ThreadRef() {
    super(null);
  }

  ThreadRef(Thread thread, ReferenceQueue<Thread> queue) {
    super(thread, queue);
  }

  /** To be called for each reference that came out of the queue. */
  void markCollected() {
    collected = true;
  }

  /** Whether the thread has ended, and all it did is visible. */
  boolean hasEnded() {
    Thread thread = get();
    return thread == null ? collected : !thread.isAlive();
  }

  /** Whether the thread was collected, and the VM has not told yet. */
  boolean isCleared() {
    return this != NONE && !collected && refersTo(null);
  }

  /** The thread, unless collected. */
  @Nullable Thread thread() {
    return get();
  }
}
