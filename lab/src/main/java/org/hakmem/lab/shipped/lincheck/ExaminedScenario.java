package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.heap.ShippedHeaps;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The heap of a living thread, b's: b uses it, a and c examine it and hold it when b is outside,
 * for good. Then b may not be in it, nor come in again: it gets another.
 *
 * <p>Whether b is outside is asked of a flag that it sets around each use, as an examiner asks its
 * stack: what is on that, is on it before the table is read.
 */
public final class ExaminedScenario extends ShippedScenario {

  private final ShippedHeaps.Examiner examiner = heaps.examiner(thread -> !isInside());
  private volatile boolean inside;

  /** The heap that b had first. */
  private volatile @Nullable Heap first;

  /** Whether an examiner holds it. */
  private volatile boolean taken;

  private volatile boolean shared;

  private boolean isInside() {
    return inside;
  }

  /** Uses the heap that it has, or gets one. */
  @Operation
  public void bUse() {
    inside = true;
    Heap heap = heaps.currentHeap();
    if (first == null) {
      first = heap;
    }
    shared |= heap == first && taken;
    inside = false;
  }

  private void examine() {
    Heap heap = first;
    if (heap != null && examiner.tryHold(heap)) {
      shared |= taken;
      taken = true;
    }
  }

  /** Takes the heap, if b is outside. */
  @Operation
  public void aExamine() {
    examine();
  }

  /** Takes the heap, if b is outside. */
  @Operation
  public void cExamine() {
    examine();
  }

  @Override
  @Nullable String broken() {
    return shared ? "two threads had b's heap at once" : null;
  }
}
