package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;

/**
 * Brings free blocks from a heap back to their slabs, by slab and word: into the free set of a slab
 * that the heap owns, as remote frees into others.
 *
 * <p>Called by the heap's holder, with room on the stack. Every block is checked before it changes
 * its slab; a bad one changes nothing and is dropped.
 */
final class Flush {

  private final SmallBlocks shared;

  Flush(SmallBlocks shared) {
    this.shared = shared;
  }

  /**
   * Flushes the {@code count} oldest blocks of a magazine.
   *
   * @throws InvalidFreeException if some were no blocks or free already, after all others are
   *     flushed
   */
  void oldest(Heap heap, Bin bin, int count) {
    Batch batch = begin(heap, bin, true);
    int oldest = Magazines.oldest(bin.bottom());
    batch.add(heap.magazines(), oldest, oldest + count);
    Magazines.dropOldest(heap.magazines(), bin.sizeClass(), bin.bottom(), count);
    batch.settle();
  }

  /**
   * Frees one block past the magazine.
   *
   * @param late whether an earlier call freed it
   * @throws InvalidFreeException if it is no block, or free already; nothing changed then
   */
  void one(Heap heap, Bin bin, long address, boolean late) {
    Batch batch = begin(heap, bin, late);
    batch.add(address);
    batch.settle();
  }

  private Batch begin(Heap heap, Bin bin, boolean late) {
    Batch batch = heap.batch();
    if (batch == null) {
      batch = new Batch(shared, heap, bin);
      heap.setBatch(batch);
    }
    batch.begin(bin, late);
    return batch;
  }
}
