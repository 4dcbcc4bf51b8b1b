package org.hakmem.arrow;

import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.hakmem.Hakmem;

/** The shipped factory; sees to it that each buffer really has a block of hakmem's, and counts. */
enum SuiteFactory implements AllocationManager.Factory {
  INSTANCE;

  private final LongAdder buffers = new LongAdder();

  /** How many buffers were made. */
  long buffers() {
    return buffers.sum();
  }

  @Override
  public AllocationManager create(BufferAllocator accounting, long bytes) {
    HakmemAllocationManager made =
        (HakmemAllocationManager) HakmemAllocationManager.FACTORY.create(accounting, bytes);
    long usable = Hakmem.shared().usableSize(made.memoryAddress());
    if (usable < bytes) {
      throw new AssertionError(bytes + " bytes asked for, " + usable + " given");
    }
    buffers.increment();
    return made;
  }

  @Override
  public ArrowBuf empty() {
    return HakmemAllocationManager.FACTORY.empty();
  }
}
