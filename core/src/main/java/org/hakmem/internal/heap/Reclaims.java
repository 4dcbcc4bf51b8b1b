package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the threads that give memory back. While one does, pages and blocks are in its hands, and
 * neither used nor free to others.
 *
 * <p>Any thread; lock-free.
 */
public final class Reclaims {

  /** Returned by {@link #none} if a thread is at it. */
  public static final long SOME = -1;

  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  Reclaims() {}

  void begin() {
    begun.incrementAndGet();
  }

  void end() {
    ended.incrementAndGet();
  }

  /** Returns a mark for {@link #onlyOneSince}, or {@link #SOME} if a thread is at it now. */
  public long none() {
    long before = ended.get();
    return begun.get() == before ? before : SOME;
  }

  /** Whether none was at it at {@code mark}, and one has begun since: the caller's own. */
  public boolean onlyOneSince(long mark) {
    return mark != SOME && begun.get() == mark + 1;
  }
}
