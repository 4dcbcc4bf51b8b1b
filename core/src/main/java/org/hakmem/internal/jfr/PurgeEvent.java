package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A purge. */
@Name("org.hakmem.Purge")
@Label("Purge")
@Description(
    "Memory went back to the operating system: free pages of the superslab at the address, free"
        + " OS pages of a slab, or a huge block's own mapping")
final class PurgeEvent extends MemoryEvent {

  PurgeEvent(int allocator, long address, long size, long timeSpent) {
    super(allocator, address, size, timeSpent);
  }
}
