package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * A new slab, from a superslab that has the pages; at last from the system.
 *
 * <p>Before that it gives back what became empty in the heap's next bin, so that a thread that goes
 * from one class to another takes its memory along.
 */
final class FreshSource implements RefillSource {

  private final SmallBlocks shared;

  FreshSource(SmallBlocks shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    Bin other = heap.nextToTidy(bin);
    if (other != null) {
      tidy(heap, other);
    }
    return shared.newSlab(heap, bin.sizeClass());
  }

  private void tidy(Heap heap, Bin bin) {
    bin.forEachSlab(slab -> shared.drain(heap, slab));
    Slab hot = bin.takeEmptyHot();
    if (hot != null) {
      shared.retire(heap, hot);
    }
    bin.removeEmpty(slab -> shared.retire(heap, slab));
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_FRESH;
  }
}
