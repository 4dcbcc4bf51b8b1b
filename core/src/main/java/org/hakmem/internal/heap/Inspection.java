package org.hakmem.internal.heap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** A check of the invariants over all slabs and heaps, for a quiet moment. */
final class Inspection {

  private final SmallBlocks shared;
  private final Map<Slab, Heap> holders = new HashMap<>();
  private final Set<Long> cached = new HashSet<>();
  private @Nullable String fault;

  Inspection(SmallBlocks shared) {
    this.shared = shared;
  }

  /** The first fault found, or null. */
  @Nullable String firstFault() {
    for (Heap heap : shared.registry().all()) {
      for (Bin bin : heap.bins()) {
        if (bin != null) {
          inspect(heap, bin);
        }
      }
      if (heap.hasLast()) {
        inspectCached(heap, heap.lastClass(), heap.last());
      }
    }
    for (int index = 0; index < shared.pool().usedSuperslabs(); index++) {
      shared
          .pool()
          .forEachRun(
              index,
              run -> {
                if (run instanceof Slab slab) {
                  inspect(slab);
                }
              });
    }
    return fault;
  }

  private void inspect(Heap heap, Bin bin) {
    for (int i = 0; i < bin.slabCount(); i++) {
      Slab slab = bin.slab(i);
      require(holders.put(slab, heap) == null, "in two bins: ", slab);
    }
    require(
        Magazines.isCapped(heap.magazines(), bin.sizeClass()), "magazine without a cap: ", heap);
    for (int i = 0; i < heap.cached(bin); i++) {
      inspectCached(heap, bin.sizeClass(), Magazines.get(heap.magazines(), bin.bottom(), i));
    }
  }

  private void inspectCached(Heap heap, int sizeClass, long address) {
    Slab slab = shared.slabAt(address);
    String where = Long.toHexString(address);
    require(
        slab != null && slab.isBlock(address) && slab.sizeClass() == sizeClass,
        "cached but no block: ",
        where);
    require(cached.add(address), "cached twice: ", where);
    if (slab != null) {
      require(!slab.isFree(slab.indexOf(address)), "cached and free: ", where);
      require(
          !shared.states().isTracked(slab.sizeClass())
              || shared.states().isCached(slab.sizeClass(), address, heap.tag()),
          "cached, but its state is another: ",
          where);
    }
  }

  private void inspect(Slab slab) {
    require(slab.isValid(), "not valid: ", slab);
    long owner = slab.ownerVolatile();
    Heap holder = holders.get(slab);
    if (Owner.isHeap(owner)) {
      require(holder != null && holder.id() == owner, "owned, but in none of its bins: ", slab);
    } else {
      require(holder == null, "in a bin, but not owned: ", slab);
      require(owner != Owner.RETIRED, "retired, but on its pages: ", slab);
      require(
          owner == Owner.POSTED || (slab.freeCount() == 0 && !slab.hasRemote()),
          "stranded: ",
          slab);
    }
    for (int index = 0;
        shared.states().isTracked(slab.sizeClass()) && index < slab.capacity();
        index++) {
      inspectState(slab, slab.addressOf(index), slab.isFree(index));
    }
  }

  private void inspectState(Slab slab, long address, boolean free) {
    boolean right =
        free
            ? shared.states().isInSlab(slab.sizeClass(), address)
            : cached.contains(address) || shared.states().isLive(slab.sizeClass(), address);
    require(right, "its state is another: ", Long.toHexString(address));
  }

  private void require(boolean holds, String what, Object where) {
    if (!holds && fault == null) {
      fault = what + where;
    }
  }
}
