package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A {@code Refill}. */
@Name("org.hakmem.Refill")
@Label("Refill")
@Description("A heap's magazine was empty, and is filled from a slab: the one in use or another")
final class RefillEvent extends SlabEvent {

  @Label("Source")
  @Description("Where the slab was: hot, sticky, bench, mailbox, adopt, gate or fresh")
  final String source;

  RefillEvent(int allocator, long heap, String source, long slab, int blockSize) {
    super(allocator, heap, slab, blockSize);
    this.source = source;
  }
}
