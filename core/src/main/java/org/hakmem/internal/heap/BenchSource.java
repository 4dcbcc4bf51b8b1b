package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The bench: the heap's other owned slabs with room, the lowest address first. */
final class BenchSource implements RefillSource {

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    return bin.takeBench();
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_BENCH;
  }
}
