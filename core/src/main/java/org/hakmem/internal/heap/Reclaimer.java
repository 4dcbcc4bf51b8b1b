package org.hakmem.internal.heap;

import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;

/**
 * Brings memory back that nobody uses: from heaps to slabs, from slabs to superslabs, from there to
 * the system.
 *
 * <p>Any thread that holds a heap, with room on the stack. Two may do it at once.
 */
final class Reclaimer {

  private final SmallBlocks shared;
  private final SlowPath slowPath;
  private final IdleHeaps idleHeaps;
  private final CarrierHeaps carriers;

  Reclaimer(SmallBlocks shared, SlowPath slowPath, IdleHeaps idleHeaps, CarrierHeaps carriers) {
    this.shared = shared;
    this.slowPath = slowPath;
    this.idleHeaps = idleHeaps;
    this.carriers = carriers;
  }

  /**
   * Gives back all that can be given back now.
   *
   * @param self a heap that the caller holds
   * @return the bytes of the pages given back
   */
  long everything(Heap self) {
    shared.reclaims().begin();
    try {
      slowPath.dismantle(self);
      shared.registry().awaitCollected();
      abandonedHeaps();
      for (Heap heap : shared.registry().all()) {
        idleHeap(heap);
      }
      postedSlabs(self, true);
      return shared.pool().purge(0);
    } finally {
      shared.reclaims().end();
    }
  }

  /** Takes apart the heaps of ended threads. */
  void abandonedHeaps() {
    shared.registry().expungeCollected();
    for (Heap heap : shared.registry().all()) {
      if (heap.isInUse() && shared.registry().tryHoldAbandoned(heap)) {
        takeApart(heap);
      }
    }
  }

  /**
   * Takes apart a stripe that nobody is in; if the configuration allows it, a carrier's heap that
   * nobody is in, or the heap of a thread outside of the allocator.
   */
  void idleHeap(Heap heap) {
    if (heap.isInUse() && tryHold(heap)) {
      takeApart(heap);
    }
  }

  private boolean tryHold(Heap heap) {
    if (heap.isStripe()) {
      return heap.tryHold();
    }
    return shared.config().reclaimIdleThreads()
        && (idleHeaps.tryHold(heap) || carriers.tryHold(heap));
  }

  private void takeApart(Heap heap) {
    try {
      slowPath.dismantle(heap);
    } finally {
      heap.letGo();
    }
  }

  /**
   * Retires the posted slabs that are entirely free, and purges the OS pages of others that hold
   * only free blocks.
   *
   * @param now whether to purge even those that were in use a moment ago
   */
  void postedSlabs(Heap self, boolean now) {
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      Mailbox mailbox = shared.mailbox(sizeClass);
      for (int left = mailbox.hasUnswept() ? mailbox.size() : 0; left > 0; left--) {
        Slab slab = mailbox.take(self);
        if (slab != null && shared.claim(self, slab)) {
          shared.sweep(self, slab, now);
        }
      }
    }
  }

  /** Whether {@link #postedSlabs} has anything to do. */
  boolean hasUnsweptSlabs() {
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      if (shared.mailbox(sizeClass).hasUnswept()) {
        return true;
      }
    }
    return false;
  }
}
