package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The sticky ring: the last few slabs that the heap used in the class, the oldest first. */
final class StickySource implements RefillSource {

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    return bin.takeSticky();
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_STICKY;
  }
}
