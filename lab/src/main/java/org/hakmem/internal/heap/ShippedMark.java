package org.hakmem.internal.heap;

import org.hakmem.lab.shipped.UntrackedStates;

/** A heap that another thread may mark, for the lab: it stands in their package. */
public final class ShippedMark {

  private static final int SIZE_CLASS = 1;
  private static final long BLOCK = 64;

  private final Heap heap = new Heap(1, false);

  /** A heap whose holder has freed a block last. */
  public ShippedMark() {
    heap.setLast(SIZE_CLASS, BLOCK);
  }

  /** The holder allocates: whether it got the block. */
  public boolean take() {
    return heap.takeLast(SIZE_CLASS, UntrackedStates.ALL) != 0;
  }

  /** Another thread marks it. */
  public void mark() {
    heap.mark();
  }
}
