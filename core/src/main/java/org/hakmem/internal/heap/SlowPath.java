package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.heap.Growth.Lack;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;

/**
 * What happens when a magazine is empty or full. Half of it is filled, or flushed, at a time:
 * measured, see docs/benchmarks.md, Constants.
 *
 * <p>Called by the heap's holder, with room on the stack.
 */
final class SlowPath {

  private final SmallBlocks shared;
  private final Refill refill;
  private final Flush flush;
  private final Growth growth;

  SlowPath(SmallBlocks shared) {
    this.shared = shared;
    this.refill = new Refill(shared);
    this.flush = new Flush(shared);
    this.growth = new Growth(shared, flush);
  }

  /** A block of {@code sizeClass}, or 0 if limit or system refuse. */
  long allocate(Heap heap, int sizeClass) {
    heap.markInUse();
    Bin bin = shared.bin(heap, sizeClass);
    flush.prepare(heap, bin); // so that a block can be taken back when there is no Java heap
    growth.grow(heap, bin, Lack.BLOCKS);
    if (!refill.refill(heap, bin)) {
      return 0;
    }
    int capacity = heap.capacity(bin);
    if (capacity == 0) {
      long[] one = new long[1];
      sample(heap, bin, take(heap, bin, one, 0, 1));
      requireHandedOut(heap, one[0]);
      return one[0];
    }
    int filled = fill(heap, bin, Math.max(1, capacity / 2));
    long address = cached(heap, sizeClass);
    sample(heap, bin, filled);
    return address;
  }

  /**
   * Takes a cached block of {@code sizeClass}, or returns 0 if there is none. Drops those on the
   * way that two threads freed at the same moment and that are another heap's, or were handed out.
   */
  long cached(Heap heap, int sizeClass) {
    if (heap.lastClass() == sizeClass) {
      long address = heap.last();
      heap.forgetLast();
      if (handsOut(heap, address, sizeClass)) {
        return address;
      }
      shared.drop(heap, address, 1);
    }
    long address = Magazines.pop(heap.magazines(), sizeClass);
    while (address != 0 && !handsOut(heap, address, sizeClass)) {
      shared.drop(heap, address, 1);
      address = Magazines.pop(heap.magazines(), sizeClass);
    }
    return address;
  }

  private boolean handsOut(Heap heap, long address, int sizeClass) {
    Slab slab = shared.slabAt(address);
    return slab != null
        && slab.sizeClass() == sizeClass
        && shared.states().handOut(slab.sizeClass(), address, heap.tag());
  }

  private void requireHandedOut(Heap heap, long address) {
    Slab slab = shared.slabAt(address);
    if (slab == null || !shared.states().handOut(slab.sizeClass(), address, heap.tag())) {
      throw new IllegalStateException("0x" + Long.toHexString(address) + " is not this heap's");
    }
  }

  /** Tells of an allocation, once in so many bytes that came into the heap. */
  private void sample(Heap heap, Bin bin, int blocks) {
    Events events = shared.events();
    if (events.areSampled()) {
      int blockBytes = SizeClasses.blockBytes(bin.sizeClass());
      long weight = heap.addUnsampledBytes((long) blocks * blockBytes);
      if (weight >= Events.SAMPLE_BYTES) {
        heap.addUnsampledBytes(-weight);
        events.allocationSample(blockBytes, weight);
      }
    }
  }

  /**
   * Moves up to {@code wanted} blocks from the hot slab, at least one, into the magazine.
   *
   * @return how many
   */
  private static int fill(Heap heap, Bin bin, int wanted) {
    long[] magazines = heap.magazines();
    int sizeClass = bin.sizeClass();
    int left = wanted;
    int taken;
    do {
      taken = take(heap, bin, magazines, Magazines.next(magazines, sizeClass), left);
      Magazines.commit(magazines, sizeClass, taken);
      left -= taken;
    } while (taken > 0 && left > 0);
    return wanted - left;
  }

  private static int take(Heap heap, Bin bin, long[] slots, int from, int most) {
    Slab hot = bin.hot();
    return hot == null ? 0 : hot.take(slots, from, most, heap.tag());
  }

  /**
   * Frees a block that {@link Heap#push} did not take.
   *
   * @throws InvalidFreeException if it is not a live block; nothing changed then
   */
  void free(Heap heap, long address) {
    Slab slab = shared.requireLive(heap, address);
    heap.markInUse();
    Bin bin = shared.bin(heap, slab.sizeClass());
    flush.prepare(heap, bin); // first, as it may fail
    if (slab.isOwnedBy(heap.id()) || !heap.returnsAnother()) {
      putLastAway(heap);
      if (heap.capacity(bin) > 0 || growth.grow(heap, bin, Lack.ROOM)) {
        if (!shared
            .states()
            .cache(
                slab.sizeClass(), address, heap.tag())) { // another thread has freed it meanwhile
          throw shared.invalidFree(address);
        }
        heap.setLast(slab.sizeClass(), address);
        return;
      }
    }
    flush.live(heap, bin, address);
  }

  /**
   * Frees a block into its slab at once.
   *
   * @throws InvalidFreeException if it is not a live block; nothing changed then
   */
  void release(Heap heap, long address) {
    Slab slab = shared.requireLive(heap, address);
    flush.live(heap, shared.bin(heap, slab.sizeClass()), address);
  }

  /** Brings the block freed last, if any, into its magazine or slab. */
  private void putLastAway(Heap heap) {
    if (!heap.hasLast()) {
      return;
    }
    long address = heap.last();
    Bin bin = shared.bin(heap, heap.lastClass());
    flush.prepare(heap, bin); // both first, as they may fail
    heap.clearLast();
    try {
      makeRoom(heap, bin);
    } finally {
      if (!Magazines.push(heap.magazines(), bin.sizeClass(), address)) {
        flush.cached(heap, bin, address);
      }
    }
  }

  private void makeRoom(Heap heap, Bin bin) {
    int cached = heap.cached(bin);
    if (cached == heap.capacity(bin) && !growth.grow(heap, bin, Lack.ROOM) && cached > 0) {
      flush.oldest(heap, bin, (cached + 1) / 2);
    }
  }

  /** Flushes all magazines of a heap and gives all its slabs up. */
  void dismantle(Heap heap) {
    long[] empty = Magazines.empty(); // first, as it may fail
    putLastAway(heap);
    for (Bin bin : heap.bins()) {
      if (bin != null) {
        growth.shrink(heap, bin, 0);
      }
    }
    shared.giveUpSlabs(heap);
    heap.dropBins();
    heap.setMagazines(empty);
    heap.clearLast();
    if (heap.lease() == null) { // else it counts as used until the lease is taken back
      heap.markUnused();
    }
  }
}
