package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** A new slab, from a superslab that has the pages; at last from the system. */
final class FreshSource implements RefillSource {

  private final SmallBlocks shared;

  FreshSource(SmallBlocks shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    return shared.newSlab(heap, bin.sizeClass());
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_FRESH;
  }
}
