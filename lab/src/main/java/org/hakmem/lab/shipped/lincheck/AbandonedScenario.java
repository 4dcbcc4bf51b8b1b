package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.heap.Heap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/** The heap of an ended thread, which all three want: one of them may hold it at a time. */
public final class AbandonedScenario extends ShippedScenario {

  private final Heap orphan = heaps.heap();

  /** Written by whoever holds the heap, and by nobody else at that time. */
  private int holders;

  private volatile boolean shared;

  /** Makes the starting state. */
  public AbandonedScenario() {
    heaps.endThreadOf(orphan);
  }

  private void hold() {
    if (heaps.holdAbandoned(orphan)) {
      shared |= holders++ != 0;
      shared |= --holders != 0;
      heaps.letGo(orphan);
    }
  }

  /** Holds it for a moment, if it gets it. */
  @Operation
  public void aHold() {
    hold();
  }

  /** Holds it for a moment, if it gets it. */
  @Operation
  public void bHold() {
    hold();
  }

  /** Holds it for a moment, if it gets it. */
  @Operation
  public void cHold() {
    hold();
  }

  @Override
  @Nullable String broken() {
    return shared || holders != 0 ? "two threads held the heap at once" : null;
  }
}
