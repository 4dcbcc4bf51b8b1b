package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicBoolean;

/** A block that has a run of pages, or a mapping, to itself. */
public final class LargeBlock extends PageRun {

  /** Pages that read as zero when the block was handed out. */
  private final boolean zeroed;

  private final AtomicBoolean taken = new AtomicBoolean();

  LargeBlock(long address, int pages, boolean zeroed) {
    super(address, pages);
    this.zeroed = zeroed;
  }

  /** Whether it was all zero when it was handed out. */
  public boolean zeroed() {
    return zeroed;
  }

  /** True for exactly one caller: the one that frees or resizes it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Undoes {@link #take}, by the one that it was true for. */
  void putBack() {
    taken.set(false);
  }

  /** Whether nobody freed it, or is about to. */
  public boolean isLive() {
    return !taken.get();
  }
}
