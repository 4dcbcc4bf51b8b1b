package org.hakmem.arrow;

import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.Hakmem;

/**
 * A root allocator whose buffers are blocks of hakmem, as large as they need be: {@link
 * RootAllocator} with {@link HakmemAllocationManager} and {@link HakmemRoundingPolicy}.
 *
 * {@snippet file="QuickStartTest.java" region="root"}
 *
 * <p>Its constructors are those of {@link RootAllocator}, so that a program changes the name and
 * nothing else. Child allocators have the same memory and the same rounding. All else is as with
 * Arrow's: threads, accounting, and that to close it while there are buffers is an {@link
 * IllegalStateException}.
 *
 * <p>Settings of another kind go into Arrow's builder, which is then told of hakmem twice:
 *
 * {@snippet file="QuickStartTest.java" region="rounding"}
 */
public final class HakmemRootAllocator extends RootAllocator {

  /** One without a limit of its own, in the memory of {@link Hakmem#shared()}. */
  public HakmemRootAllocator() {
    this(Long.MAX_VALUE);
  }

  /**
   * One in the memory of {@link Hakmem#shared()}.
   *
   * @param limit the bytes that its buffers and those of its children may have together; beyond it
   *     an allocation is an {@link OutOfMemoryException}
   */
  public HakmemRootAllocator(long limit) {
    this(AllocationListener.NOOP, limit);
  }

  /**
   * One in the memory of {@link Hakmem#shared()}.
   *
   * @param listener is told of every allocation and release
   * @param limit the bytes that its buffers and those of its children may have together; beyond it
   *     an allocation is an {@link OutOfMemoryException}, unless the listener makes room
   */
  public HakmemRootAllocator(AllocationListener listener, long limit) {
    this(HakmemAllocationManager.FACTORY, listener, limit);
  }

  /** One in the memory of {@code hakmem}, whose limit is its limit; to be closed before that. */
  public HakmemRootAllocator(Hakmem hakmem) {
    this(HakmemAllocationManager.factory(hakmem), AllocationListener.NOOP, Long.MAX_VALUE);
  }

  private HakmemRootAllocator(
      AllocationManager.Factory factory, AllocationListener listener, long limit) {
    super(
        configBuilder()
            .allocationManagerFactory(factory)
            .roundingPolicy(HakmemRoundingPolicy.INSTANCE)
            .listener(listener)
            .maxAllocation(limit)
            .build());
  }
}
