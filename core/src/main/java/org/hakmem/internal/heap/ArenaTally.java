package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Counts the arenas that were opened and those that were closed, for {@link OpenArenas}.
 *
 * <p>Each number only grows. A thread's tally is changed by that thread alone, plainly; a common
 * one by any thread, atomically.
 */
public final class ArenaTally {

  private static final long NO_THREAD = -1;

  private static final VarHandle OPENED;
  private static final VarHandle CLOSED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OPENED = lookup.findVarHandle(ArenaTally.class, "opened", long.class);
      CLOSED = lookup.findVarHandle(ArenaTally.class, "closed", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The number of its thread, which no other thread gets. */
  final long threadId;

  private final @Nullable ThreadRef thread;

  /** Written without a call, so that no stack overflow comes between a count and its use. */
  long opened;

  private long closed;

  /** Keep the tallies of two threads in different cache lines, wherever the collector puts them. */
  @SuppressWarnings("unused") // padding: nobody reads it
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13;

  /** Makes a common one. */
  ArenaTally() {
    threadId = NO_THREAD;
    thread = null;
  }

  /**
   * Makes one for the current thread.
   *
   * @param ended the tally whose place and counts it takes, or null; its thread has ended
   */
  ArenaTally(Thread current, ThreadRef ref, @Nullable ArenaTally ended) {
    threadId = current.threadId();
    thread = ref;
    opened = ended == null ? 0 : ended.opened;
    closed = ended == null ? 0 : ended.closed;
  }

  /** Returns whether its thread has ended, which orders that thread's writes before. */
  boolean hasEnded() {
    return thread != null && thread.hasEnded();
  }

  /** Counts one more open arena in a common tally. */
  void addOpenedAtomic() {
    OPENED.getAndAdd(this, 1L);
  }

  /**
   * Counts an arena as closed, after the last access to its memory: by the thread that opened it,
   * or by any thread if the tally is common. To be called once for each arena, with room on the
   * stack; it needs no Java heap and does not fail. Pairs with {@link #closedAcquire}.
   */
  public void close() {
    if (threadId == NO_THREAD) {
      CLOSED.getAndAdd(this, 1L);
    } else {
      CLOSED.setRelease(this, closed + 1);
    }
  }

  /** Returns the number of arenas opened so far. */
  long openedOpaque() {
    return (long) OPENED.getOpaque(this);
  }

  /** Returns the number of arenas closed so far; later reads are not moved before this one. */
  long closedAcquire() {
    return (long) CLOSED.getAcquire(this);
  }
}
