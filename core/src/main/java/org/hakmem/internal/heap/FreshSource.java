package org.hakmem.internal.heap;

import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * A new slab, from a superslab that has the pages; at last from the system.
 *
 * <p>Before that it gives back what became empty of other classes, in the heap's next bin and among
 * the posted slabs, so that a program that goes from one class to another takes its memory along.
 */
final class FreshSource implements RefillSource {

  /**
   * So many classes with posted slabs are searched for empty ones. Measured: docs/benchmarks.md,
   * Constants.
   */
  private static final int MOST_SEARCHED = 4;

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
    retirePosted(heap, bin);
    return shared.newSlab(heap, bin.sizeClass());
  }

  private void tidy(Heap heap, Bin bin) {
    for (int i = 0; i < bin.slabCount(); i++) {
      shared.drain(heap, bin.slab(i));
    }
    Slab hot = bin.takeEmptyHot();
    if (hot != null) {
      shared.retire(heap, hot);
    }
    for (Slab empty = bin.takeEmpty(); empty != null; empty = bin.takeEmpty()) {
      shared.retire(heap, empty);
    }
  }

  /** Retires as many pages of other classes' slabs as the new slab will take, if there are. */
  private void retirePosted(Heap heap, Bin bin) {
    int pages = SizeClasses.slabPages(bin.sizeClass());
    int left = MOST_SEARCHED;
    for (int i = 0; i < SizeClasses.COUNT && left > 0; i++) {
      Mailbox next = shared.mailbox(bin.nextClass());
      if (next.size() > 0) {
        left--;
        for (Slab empty = next.takeEmpty(); empty != null; empty = next.takeEmpty()) {
          if (shared.claim(heap, empty)) {
            pages -= empty.pages();
            shared.giveUp(heap, empty);
          }
          if (pages <= 0) {
            return;
          }
        }
      }
    }
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_FRESH;
  }
}
