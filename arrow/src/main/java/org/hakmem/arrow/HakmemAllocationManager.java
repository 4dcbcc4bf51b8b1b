package org.hakmem.arrow;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.hakmem.Hakmem;

/**
 * The memory of one Arrow buffer: one block of hakmem's.
 *
 * <p>Arrow's allocators make these through a factory, which {@link HakmemRootAllocator} has:
 *
 * {@snippet file="QuickStartTest.java" region="factory"}
 *
 * <p>A buffer's memory is uninitialised and begins at a multiple of 16; of 64, if its capacity is a
 * power of two from 64 on, as it is unless the allocator has a rounding policy of its own. Buffers
 * may be allocated and released by any threads, platform or virtual.
 *
 * <p>A buffer that can't be had is told by Arrow's {@link OutOfMemoryException}, whose cause is
 * hakmem's error. Nothing is changed then: the allocator's accounting is as before, and with memory
 * released the next request succeeds.
 */
public final class HakmemAllocationManager extends AllocationManager {

  /** Makes buffers in the memory of {@link Hakmem#shared()}. */
  public static final Factory FACTORY = new HakmemFactory(Hakmem::shared);

  private final Hakmem hakmem;
  private final long address;
  private final long bytes;

  private HakmemAllocationManager(
      BufferAllocator accounting, Hakmem hakmem, long address, long bytes) {
    super(accounting);
    this.hakmem = hakmem;
    this.address = address;
    this.bytes = bytes;
  }

  /**
   * A factory that makes buffers in the memory of {@code hakmem}, which must not be closed before
   * the last Arrow allocator that has this factory: Arrow accesses memory unchecked, so that an
   * access to a buffer after that may end the JVM.
   */
  public static Factory factory(Hakmem hakmem) {
    return new HakmemFactory(() -> hakmem);
  }

  /**
   * Allocates the memory before Arrow's part of the manager is made: that enters itself into the
   * books of {@code accounting}, and would stay there if there was no memory.
   */
  static HakmemAllocationManager create(Hakmem hakmem, BufferAllocator accounting, long bytes) {
    long address = allocate(hakmem, bytes);
    try {
      return new HakmemAllocationManager(accounting, hakmem, address, bytes);
    } catch (Throwable t) { // an allocator that is closed
      hakmem.free(address);
      throw t;
    }
  }

  private static long allocate(Hakmem hakmem, long bytes) {
    try {
      return hakmem.malloc(bytes);
    } catch (OutOfMemoryError e) {
      throw new OutOfMemoryException("no memory for a buffer: " + e.getMessage(), e);
    }
  }

  /**
   * The bytes that were asked for, although the block may be larger: Arrow enters the request into
   * its books, and takes this out of them on release.
   */
  @Override
  public long getSize() {
    return bytes;
  }

  @Override
  protected long memoryAddress() {
    return address;
  }

  @Override
  protected void release0() {
    hakmem.free(address);
  }
}
