package org.hakmem.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;

/** What a heap did with a slab. */
abstract class SlabEvent extends HeapEvent {

  @Label("Slab")
  @MemoryAddress
  final long slab;

  @Label("Block Size")
  @DataAmount
  final int blockSize;

  SlabEvent(int allocator, long heap, long slab, int blockSize) {
    super(allocator, heap);
    this.slab = slab;
    this.blockSize = blockSize;
  }
}
