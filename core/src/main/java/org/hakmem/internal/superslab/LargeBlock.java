package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicBoolean;

/** A block that has a run of pages, or a mapping, to itself. */
public final class LargeBlock extends PageRun {

  /** Pages that read as zero when the block was handed out. */
  private final boolean zeroed;

  private final AtomicBoolean freed = new AtomicBoolean();

  LargeBlock(long address, int pages, boolean zeroed) {
    super(address, pages);
    this.zeroed = zeroed;
  }

  /** Whether it was all zero when it was handed out. */
  public boolean zeroed() {
    return zeroed;
  }

  /** True for exactly one caller: the one that frees or resizes it. */
  boolean free() {
    return freed.compareAndSet(false, true);
  }

  /** Takes {@link #free} back, by the one that it was true for. */
  void unfree() {
    freed.set(false);
  }

  /** Whether nobody freed it. */
  public boolean isLive() {
    return !freed.get();
  }
}
