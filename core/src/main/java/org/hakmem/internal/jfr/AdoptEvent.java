package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;

/** An adoption. */
@Name("org.hakmem.Adopt")
@Label("Adopt")
@Description("A heap took over what an ended thread left behind: a slab, or all of its heap")
final class AdoptEvent extends HeapEvent {

  @Label("Orphan")
  @Description("Id of the heap that was the ended thread's; a heap taken over whole keeps its id")
  final long orphan;

  @Label("Slab")
  @Description("The slab, or 0 if the heap was taken over whole")
  @MemoryAddress
  final long slab;

  AdoptEvent(int allocator, long heap, long orphan, long slab) {
    super(allocator, heap);
    this.orphan = orphan;
    this.slab = slab;
  }
}
