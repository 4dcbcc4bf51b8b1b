package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A commit. */
@Name("org.hakmem.Commit")
@Label("Commit")
@Description("The operating system made memory usable: a superslab, or a huge block's own mapping")
final class CommitEvent extends MemoryEvent {

  CommitEvent(int allocator, long address, long size, long timeSpent) {
    super(allocator, address, size, timeSpent);
  }
}
