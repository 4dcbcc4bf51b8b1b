package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.Owner;
import org.jspecify.annotations.Nullable;

/**
 * The heaps of virtual threads: a fixed number, each made when first needed, entered for one
 * operation by one compare-and-set and left by one release write.
 *
 * <p>A virtual thread does not unmount within an operation (nothing in the allocator blocks), so no
 * more stripes are held at once than there are carriers.
 */
final class Stripes {

  /** Stands where a stripe is being made; always held, so that nobody enters it. */
  private static final Heap BEING_MADE = new Heap(Owner.RETIRED, true);

  private final HeapRegistry registry;
  private final OsMemory os;
  private final AtomicReferenceArray<@Nullable Heap> stripes;

  Stripes(HeapRegistry registry, OsMemory os, int count) {
    this.registry = registry;
    this.os = os;
    this.stripes = new AtomicReferenceArray<>(count);
  }

  /**
   * Holds a stripe. Should all be held, which needs more carriers than stripes, it holds some
   * abandoned heap or makes one, so that no thread waits for another.
   */
  Heap enter() {
    int count = stripes.length();
    int index = first(count);
    for (int i = 0; i < count; i++) {
      Heap heap = stripes.get(index);
      if (heap == null) {
        heap = make(index);
      }
      if (heap != null && heap.tryHold()) {
        return heap;
      }
      index = index + 1 < count ? index + 1 : 0;
    }
    Heap spare = registry.holdAbandoned();
    return spare == null ? registry.create(false) : spare;
  }

  /**
   * Where the current thread looks first: at its processor's stripe, which is in that one's caches,
   * and seldom held by another. If the processor is not known, at the thread's.
   */
  private int first(int count) {
    int processor = os.currentProcessor();
    if (processor < 0) {
      return spread(Thread.currentThread().threadId(), count);
    }
    return processor < count ? processor : spread(processor, count);
  }

  /** Always the same place, evenly, found without a division: Fibonacci hashing (Knuth). */
  private static int spread(long number, int count) {
    long spread = (number * 0x9E37_79B9_7F4A_7C15L) >>> Integer.SIZE;
    return (int) ((spread * count) >>> Integer.SIZE);
  }

  /** Makes a stripe, unless another thread is about to. */
  private @Nullable Heap make(int index) {
    if (!stripes.compareAndSet(index, null, BEING_MADE)) {
      return null;
    }
    Heap made = null;
    try {
      made = registry.create(true);
      made.letGo();
      return made;
    } finally {
      stripes.set(index, made);
    }
  }
}
