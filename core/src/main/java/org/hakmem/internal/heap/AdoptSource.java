package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Adoption: slabs of heaps whose thread has ended. Whoever wins such a heap, by compare-and-set on
 * its state, acts for it: it posts its slab, without mailing it, and nominates it for itself.
 */
final class AdoptSource implements RefillSource {

  private final SmallBlocks shared;

  AdoptSource(SmallBlocks shared) {
    this.shared = shared;
  }

  /** A slab of the orphan with room; those without go back to nobody on the way. */
  private @Nullable Slab takeWithRoom(Heap orphan, Bin bin) {
    for (Slab slab = bin.takeAny(); slab != null; slab = bin.takeAny()) {
      if (slab.freeCount() > 0 || slab.hasRemote()) {
        return slab;
      }
      shared.giveUp(orphan, slab);
    }
    return null;
  }

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    Heap orphan = shared.registry().holdAbandonedWithSlabs(bin.sizeClass());
    if (orphan == null) {
      return null;
    }
    try {
      Bin left = orphan.binIfAny(bin.sizeClass());
      Slab slab = left == null ? null : takeWithRoom(orphan, left);
      if (slab != null) {
        slab.post(orphan.id());
        heap.count(Counter.ADOPTIONS);
        shared.events().adopt(heap.id(), orphan.id(), slab.address());
      }
      return slab;
    } finally {
      orphan.letGo();
    }
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_ADOPT;
  }
}
