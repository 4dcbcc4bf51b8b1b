package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.internal.slab.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Heaps for all virtual threads: a fixed number, each made when first needed, entered for one
 * operation by one compare-and-set and left by one release write. For those whose carrier has no
 * lease, see {@link CarrierHeaps}.
 *
 * <p>A virtual thread does not unmount within an operation (nothing in the allocator blocks), so no
 * more stripes are held at once than there are carriers.
 */
final class Stripes {

  /** Stands where a stripe is being made; always held, so that nobody enters it. */
  private static final Heap BEING_MADE = new Heap(Owner.RETIRED, true);

  private final HeapRegistry registry;
  private final AtomicReferenceArray<@Nullable Heap> stripes;

  Stripes(HeapRegistry registry, int count) {
    this.registry = registry;
    this.stripes = new AtomicReferenceArray<>(count);
  }

  /**
   * Holds a stripe. Should all be held, which needs more carriers than stripes, it holds some
   * abandoned heap or makes one, so that no thread waits for another.
   *
   * @param carrier number of the system's thread that runs the caller, or 0
   */
  Heap enter(long carrier) {
    int count = stripes.length();
    int index = spread(carrier != 0 ? carrier : Thread.currentThread().threadId(), count);
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
   * Where the carrier, or if that is not known the thread, looks first: always the same place,
   * evenly, found without a division: Fibonacci hashing (Knuth).
   */
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
