package org.hakmem.arrow;

import java.util.function.Supplier;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;
import org.hakmem.Hakmem;

/**
 * Makes buffers in one allocator's memory.
 *
 * @param source the allocator; asked at every use, so that the shared one is not made before there
 *     is a buffer to allocate
 */
record HakmemFactory(Supplier<Hakmem> source) implements AllocationManager.Factory {

  /**
   * The buffer of no bytes, which all allocators share; it is nowhere, as Arrow's own are.
   *
   * <p>In a class of its own because making it initialises Arrow's allocators, which in turn ask
   * for the default factory: that has to be there by then.
   */
  private static final class Empty {
    static final ArrowBuf BUFFER = new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);

    private Empty() {}
  }

  @Override
  public AllocationManager create(BufferAllocator accounting, long bytes) {
    return HakmemAllocationManager.create(source.get(), accounting, bytes);
  }

  @Override
  public ArrowBuf empty() {
    return Empty.BUFFER;
  }
}
