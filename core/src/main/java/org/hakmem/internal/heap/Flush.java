package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;

/**
 * Brings free blocks from a heap back to their slabs, by slab and word: into the free set of a slab
 * that the heap owns, as remote frees into others.
 *
 * <p>Called by the heap's holder, with room on the stack. Every block is checked before it changes
 * its slab; a bad one changes nothing.
 */
final class Flush {

  private final SmallBlocks shared;

  Flush(SmallBlocks shared) {
    this.shared = shared;
  }

  /**
   * Flushes the {@code count} oldest blocks of a magazine. Those that are free already, or another
   * heap's, are dropped and counted.
   */
  void oldest(Heap heap, Bin bin, int count) {
    Batch batch = begin(heap, bin, true);
    int oldest = Magazines.oldest(bin.bottom());
    batch.add(heap.magazines(), oldest, oldest + count);
    Magazines.dropOldest(heap.magazines(), bin.sizeClass(), bin.bottom(), count);
    batch.settle();
  }

  /** Flushes one cached block that is in no magazine, as {@link #oldest}. */
  void cached(Heap heap, Bin bin, long address) {
    one(heap, bin, address, true);
  }

  /**
   * Frees a live block past the magazine.
   *
   * @throws InvalidFreeException if it is no block, or not live; nothing changed then
   */
  void live(Heap heap, Bin bin, long address) {
    one(heap, bin, address, false);
  }

  private void one(Heap heap, Bin bin, long address, boolean late) {
    Batch batch = begin(heap, bin, late);
    batch.add(address);
    batch.settle();
  }

  private Batch begin(Heap heap, Bin bin, boolean late) {
    Batch batch = prepare(heap, bin);
    batch.begin(bin, late);
    return batch;
  }

  /** Makes what a heap flushes with, so that a flush needs no Java heap. */
  Batch prepare(Heap heap, Bin bin) {
    Batch batch = heap.batch();
    if (batch == null) {
      batch = new Batch(shared, heap, bin);
      heap.setBatch(batch);
    }
    return batch;
  }
}
