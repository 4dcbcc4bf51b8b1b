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
    if (heap.cached(bin) > 0) {
      return heap.popSlowly(sizeClass);
    }
    growth.grow(heap, bin, Lack.BLOCKS);
    if (!refill.refill(heap, bin)) {
      return 0;
    }
    int capacity = heap.capacity(bin);
    if (capacity == 0) {
      long[] one = new long[1];
      sample(heap, bin, take(bin, one, 0, 1));
      return one[0];
    }
    int filled = fill(heap, bin, Math.max(1, capacity / 2));
    long address = heap.popSlowly(sizeClass);
    sample(heap, bin, filled);
    return address;
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
      taken = take(bin, magazines, Magazines.next(magazines, sizeClass), left);
      Magazines.commit(magazines, sizeClass, taken);
      left -= taken;
    } while (taken > 0 && left > 0);
    return wanted - left;
  }

  private static int take(Bin bin, long[] slots, int from, int most) {
    Slab hot = bin.hot();
    return hot == null ? 0 : hot.take(slots, from, most);
  }

  /**
   * Frees a block that {@link Heap#push} did not take.
   *
   * @throws InvalidFreeException if the block, or one of those flushed to make room for it, was
   *     bad; all others are free then
   */
  void free(Heap heap, int sizeClass, long address) {
    requireNotLast(heap, address);
    heap.markInUse();
    Bin bin = shared.bin(heap, sizeClass);
    if (!isOwn(heap, address) && heap.returnsAnother()) {
      flush.one(heap, bin, address, false);
      return;
    }
    try {
      putLastAway(heap);
      if (heap.capacity(bin) > 0 || growth.grow(heap, bin, Lack.ROOM)) {
        heap.setLast(sizeClass, address);
        return;
      }
    } catch (InvalidFreeException e) { // blocks freed earlier
      flush.one(heap, bin, address, false);
      throw e;
    }
    flush.one(heap, bin, address, false);
  }

  /**
   * Frees a block into its slab at once.
   *
   * @throws InvalidFreeException if the block was bad; nothing changed then
   */
  void release(Heap heap, int sizeClass, long address) {
    requireNotLast(heap, address);
    flush.one(heap, shared.bin(heap, sizeClass), address, false);
  }

  private boolean isOwn(Heap heap, long address) {
    Slab slab = shared.slabAt(address);
    return slab != null && slab.isOwnedBy(heap.id());
  }

  private static void requireNotLast(Heap heap, long address) {
    if (heap.isLast(address)) {
      throw new InvalidFreeException(address, InvalidFrees.FREED_LAST);
    }
  }

  /** Brings the block freed last, if any, into its magazine or slab. */
  private void putLastAway(Heap heap) {
    if (!heap.hasLast()) {
      return;
    }
    long address = heap.last();
    Bin bin = shared.bin(heap, heap.lastClass());
    heap.clearLast();
    try {
      makeRoom(heap, bin);
    } finally {
      if (!Magazines.push(heap.magazines(), bin.sizeClass(), address)) {
        flush.one(heap, bin, address, true);
      }
    }
  }

  private void makeRoom(Heap heap, Bin bin) {
    int cached = heap.cached(bin);
    if (cached == heap.capacity(bin) && !growth.grow(heap, bin, Lack.ROOM) && cached > 0) {
      flush.oldest(heap, bin, (cached + 1) / 2);
    }
  }

  /**
   * Flushes all magazines of a heap and gives all its slabs up. Bad frees, whose callers are gone,
   * are dropped and counted.
   */
  void dismantle(Heap heap) {
    long[] empty = Magazines.empty(); // first, as it may fail
    try {
      putLastAway(heap);
    } catch (InvalidFreeException e) {
      heap.count(Counter.LATE_DOUBLE_FREES);
    }
    for (Bin bin : heap.bins()) {
      if (bin != null) {
        flushAll(heap, bin);
      }
    }
    shared.giveUpSlabs(heap);
    for (Bin bin : heap.bins()) {
      if (bin != null) {
        bin.place(Magazines.NO_SLOTS, 0);
      }
    }
    heap.setMagazines(empty);
    heap.clearLast();
    heap.markUnused();
  }

  private void flushAll(Heap heap, Bin bin) {
    while (heap.capacity(bin) > 0) {
      try {
        growth.shrink(heap, bin, 0);
      } catch (InvalidFreeException e) { // all others are flushed; now there is nothing to flush
        heap.count(Counter.LATE_DOUBLE_FREES);
      }
    }
  }
}
