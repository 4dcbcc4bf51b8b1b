package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * A place that nominates slabs to allocate from. It nominates only: whether the heap gets the slab
 * is decided by {@link SmallBlocks#claim} alone, whether it has room after that.
 */
interface RefillSource {

  /**
   * A slab of the bin's class that may have room and is owned by the heap, or was posted a moment
   * ago; it is taken out of where it was. Null if there is none, or not now.
   */
  @Nullable Slab nominate(Heap heap, Bin bin);

  /** What counts its successes. */
  Counter counter();
}
