package org.hakmem.internal.heap;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * The posted slabs of one size class, first in, first out: the slab that has been posted longest
 * had most time to collect frees.
 *
 * <p>Any thread; lock-free. A slab stands in it at most once, see {@link Slab#markMailed}; it may
 * have been claimed, even retired, since it was put in.
 */
final class Mailbox {

  /** A search looks at so many slabs. */
  private static final int MOST_LOOKED_AT = 8;

  private final ConcurrentLinkedQueue<Slab> slabs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Puts a posted slab in, unless it stands there already. */
  void mail(Slab slab) {
    if (slab.markMailed()) {
      try {
        slabs.add(slab);
        size.incrementAndGet();
      } catch (OutOfMemoryError e) { // no Java heap for the queue's node
        slab.unmarkMailed(); // posted it is: the sweep of the mmap gate finds it
      }
    }
  }

  /**
   * Takes the slab that has been in it longest, or null. One that {@code heap}, whose holder calls,
   * found elsewhere since it was put in is in one of its bins, and is taken out here and no more.
   */
  @Nullable Slab take(Heap heap) {
    Slab slab;
    do {
      slab = slabs.poll();
      if (slab == null) {
        return null;
      }
    } while (taken(slab).isOwnedBy(heap.id()));
    return slab;
  }

  private Slab taken(Slab slab) {
    size.decrementAndGet();
    slab.unmarkMailed();
    return slab;
  }

  /** Takes one of its oldest slabs that seems to be entirely free, or null. */
  @Nullable Slab takeEmpty() {
    int left = MOST_LOOKED_AT;
    for (Slab slab : slabs) {
      if (slab.seemsEmpty() && slabs.remove(slab)) {
        return taken(slab);
      }
      if (--left == 0) {
        return null;
      }
    }
    return null;
  }

  /** Number of slabs in it, about. */
  int size() {
    return size.get();
  }

  /** Whether a slab in it has free memory that no sweep gave back, or is not posted any more. */
  boolean hasUnswept() {
    for (Slab slab : slabs) {
      if (!slab.isSwept() || slab.hasRemote() || slab.ownerVolatile() != Owner.POSTED) {
        return true;
      }
    }
    return false;
  }
}
