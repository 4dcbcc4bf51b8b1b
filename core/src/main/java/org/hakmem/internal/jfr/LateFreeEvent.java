package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Bad frees that were found too late to refuse them. */
@Name("org.hakmem.LateFree")
@Label("Late Free")
@Description(
    "Blocks that were freed twice, which was found after the calls that did so returned; the second"
        + " free is ignored")
@StackTrace(false)
final class LateFreeEvent extends HakmemEvent {

  @Label("Address")
  @Description("The first of the blocks")
  @MemoryAddress
  final long address;

  @Label("Count")
  final int count;

  LateFreeEvent(int allocator, long address, int count) {
    super(allocator);
    this.address = address;
    this.count = count;
  }
}
