package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the threads that give memory back. While one does, pages and blocks are in its hands, and
 * neither used nor free to others. One thread at a time can watch for others that do; what it gives
 * back itself meanwhile does not count.
 *
 * <p>Any thread; lock-free.
 */
public final class Reclaims {

  /** Returned by {@link #watch} if a thread is at it. */
  private static final long SOME = -1;

  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  /** Written by itself alone, while it is between no begin and end. */
  private volatile @Nullable Thread watcher;

  Reclaims() {}

  void begin() {
    if (watcher != Thread.currentThread()) {
      begun.incrementAndGet();
    }
  }

  void end() {
    if (watcher != Thread.currentThread()) {
      ended.incrementAndGet();
    }
  }

  /** Begins to watch for others than the caller; returns a mark for {@link #noneSince}. */
  public long watch() {
    watcher = Thread.currentThread();
    long before = ended.get();
    return begun.get() == before ? before : SOME;
  }

  /** Whether no other thread has been at it since {@code mark}. */
  public boolean noneSince(long mark) {
    return mark != SOME && begun.get() == mark;
  }

  /** Ends to watch. */
  public void unwatch() {
    watcher = null;
  }
}
