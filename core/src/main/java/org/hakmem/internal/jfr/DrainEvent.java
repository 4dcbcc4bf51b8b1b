package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A drain. */
@Name("org.hakmem.Drain")
@Label("Drain")
@Description("A slab's owner took the blocks that others had freed into its free set")
final class DrainEvent extends SlabEvent {

  @Label("Blocks")
  final int blocks;

  DrainEvent(int allocator, long heap, long slab, int blockSize, int blocks) {
    super(allocator, heap, slab, blockSize);
    this.blocks = blocks;
  }
}
