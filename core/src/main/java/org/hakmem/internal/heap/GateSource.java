package org.hakmem.internal.heap;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * The mmap gate: before the footprint grows, one bounded sweep over superslabs for a posted slab
 * that no mailbox has, because its poster stopped before it mailed it, or whose mailbox was busy.
 * Each sweep goes on where the heap's last one ended.
 */
final class GateSource implements RefillSource {

  /** A sweep looks at so many superslabs. Measured: docs/benchmarks.md, Constants. */
  private static final int SWEEP_SUPERSLABS = 2;

  private final SmallBlocks shared;

  GateSource(SmallBlocks shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    int used = shared.pool().usedSuperslabs();
    Slab found = null;
    for (int i = 0; i < Math.min(SWEEP_SUPERSLABS, used) && found == null; i++) {
      found = sweep(shared.pool().addressOf(heap.nextToSweep(used)), bin.sizeClass());
    }
    return found;
  }

  /** The first posted slab of the class in a superslab. */
  private @Nullable Slab sweep(long superslab, int sizeClass) {
    for (long page = superslab; page < superslab + SUPERSLAB_BYTES; page += PAGE_BYTES) {
      Slab slab = shared.slabAt(page);
      if (slab != null && slab.sizeClass() == sizeClass && slab.ownerVolatile() == Owner.POSTED) {
        return slab;
      }
    }
    return null;
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_GATE;
  }
}
