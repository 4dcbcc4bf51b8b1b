package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The hot slot: the slab that the heap allocates from now. */
final class HotSource implements RefillSource {

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    Slab hot = bin.hot();
    if (hot == null || (hot.freeCount() == 0 && !hot.hasRemote())) {
      return null;
    }
    bin.setHot(null);
    return hot;
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_HOT;
  }
}
