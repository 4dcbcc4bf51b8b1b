package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * The posted slabs of one size class, first in, first out: the slab that has been posted longest
 * had most time to collect frees.
 *
 * <p>Any thread. A slab stands in it at most once, see {@link Slab#markMailed}; it may have been
 * claimed, even retired, since it was put in. The slabs themselves are the nodes, so that mail
 * leaves nothing to collect.
 *
 * <pre>
 *   mail ──► inbox, a stack that is only pushed onto and taken as a whole
 *                    │ reversed, when the queue is empty
 *                    ▼
 *   take ◄── queue, of the thread whose turn it is
 * </pre>
 *
 * <p>To mail is lock-free. Takers have it in turn: one that finds another at it for long finds
 * nothing, as if the mailbox were empty. It need not wait, for what it misses is posted all the
 * same, and the sweep of the mmap gate sees that.
 */
final class Mailbox {

  private static final VarHandle INBOX;
  private static final VarHandle TURN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      INBOX = lookup.findVarHandle(Mailbox.class, "inbox", Slab.class);
      TURN = lookup.findVarHandle(Mailbox.class, "turn", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A search looks at so many slabs. Measured: docs/benchmarks.md, Constants. */
  private static final int MOST_LOOKED_AT = 8;

  /** A taker asks so often whether it is its turn. Measured: docs/benchmarks.md, Constants. */
  private static final int MOST_ASKED = 100;

  /** The slab mailed last. Pushed by compare-and-set, taken by exchange, with all that follow. */
  private volatile @Nullable Slab inbox;

  /**
   * 1 while a thread takes. Taken by compare-and-set, given by a release write, which together
   * guard the queue.
   */
  @SuppressWarnings("unused") // through TURN
  private volatile int turn;

  /** The queue's first slab; plain, of the thread whose turn it is. */
  private @Nullable Slab first;

  private final AtomicInteger size = new AtomicInteger();

  /** Puts a posted slab in, unless it stands there already. */
  void mail(Slab slab) {
    if (slab.markMailed()) {
      size.incrementAndGet();
      Slab next;
      do {
        next = inbox;
        slab.setNextMailed(next);
      } while (!INBOX.compareAndSet(this, next, slab));
    }
  }

  /**
   * Takes the slab that has been in it longest, or null. One that {@code heap}, whose holder calls,
   * found elsewhere since it was put in is in one of its bins, and is taken out here and no more.
   */
  @Nullable Slab take(Heap heap) {
    if (size() == 0 || !isMyTurn()) {
      return null;
    }
    try {
      Slab slab;
      do {
        slab = peek();
        if (slab == null) {
          return null;
        }
        remove(null, slab);
      } while (slab.isOwnedBy(heap.id()));
      return slab;
    } finally {
      endTurn();
    }
  }

  /** Takes one of its oldest slabs that seems to be entirely free, or null. */
  @Nullable Slab takeEmpty() {
    if (size() == 0 || !isMyTurn()) {
      return null;
    }
    try {
      int left = MOST_LOOKED_AT;
      Slab before = null;
      for (Slab slab = peek(); slab != null && left > 0; left--) {
        if (slab.seemsEmpty()) {
          remove(before, slab);
          return slab;
        }
        before = slab;
        slab = slab.nextMailed();
      }
      return null;
    } finally {
      endTurn();
    }
  }

  /** Number of slabs in it, about. */
  int size() {
    return size.get();
  }

  /**
   * Whether a slab in it has free memory that no sweep gave back, or is not posted any more. Yes if
   * another thread has its turn.
   */
  boolean hasUnswept() {
    if (size() == 0) {
      return false;
    }
    if (!isMyTurn()) {
      return true;
    }
    try {
      return hasUnswept(first) || hasUnswept(inbox); // what is in the inbox stays there meanwhile
    } finally {
      endTurn();
    }
  }

  private static boolean hasUnswept(@Nullable Slab chain) {
    for (Slab slab = chain; slab != null; slab = slab.nextMailed()) {
      if (!slab.isSwept() || slab.hasRemote() || slab.ownerVolatile() != Owner.POSTED) {
        return true;
      }
    }
    return false;
  }

  private boolean isMyTurn() {
    for (int i = 0; i < MOST_ASKED; i++) {
      if (TURN.compareAndSet(this, 0, 1)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void endTurn() {
    TURN.setRelease(this, 0);
  }

  /** The queue's first slab; looks into the inbox if the queue is empty. */
  private @Nullable Slab peek() {
    if (first == null) {
      Slab youngest = (Slab) INBOX.getAndSet(this, null);
      while (youngest != null) {
        Slab older = youngest.nextMailed();
        youngest.setNextMailed(first);
        first = youngest;
        youngest = older;
      }
    }
    return first;
  }

  /** Takes {@code slab}, which comes after {@code before}, out of the queue. */
  private void remove(@Nullable Slab before, Slab slab) {
    if (before == null) {
      first = slab.nextMailed();
    } else {
      before.setNextMailed(slab.nextMailed());
    }
    slab.setNextMailed(null); // who holds a slab shall not hold all that came after it
    size.decrementAndGet();
    slab.unmarkMailed();
  }
}
