package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A claim that another heap won. */
@Name("org.hakmem.ClaimLost")
@Label("Claim Lost")
@Description("A heap tried to claim a slab that another heap had claimed a moment before")
final class ClaimLostEvent extends SlabEvent {

  ClaimLostEvent(int allocator, long heap, long slab, int blockSize) {
    super(allocator, heap, slab, blockSize);
  }
}
