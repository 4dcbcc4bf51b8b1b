package org.hakmem.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A sample of the allocations. */
@Name("org.hakmem.AllocationSample")
@Label("Allocation Sample")
@Description(
    "The call that made a heap's refills pass another 512 KiB, or allocated a block above that")
@StackTrace(true)
final class AllocationSampleEvent extends HakmemEvent {

  @Label("Block Size")
  @Description("Usable size of the block that was allocated")
  @DataAmount
  final long blockSize;

  @Label("Sample Weight")
  @Description("What the sample stands for: the refills of the heap since its last one")
  @DataAmount
  final long weight;

  AllocationSampleEvent(int allocator, long blockSize, long weight) {
    super(allocator);
    this.blockSize = blockSize;
    this.weight = weight;
  }
}
