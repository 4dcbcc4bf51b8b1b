package org.hakmem.netty;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;

/** A direct buffer without native access: it has a segment of its own. */
final class PortableByteBuf extends BulkByteBuf {

  private final HakmemByteBufAllocator alloc;
  private MemorySegment segment;

  private PortableByteBuf(
      HakmemByteBufAllocator alloc, MemorySegment segment, int initialCapacity, int maxCapacity) {
    super(segment.address(), initialCapacity, maxCapacity);
    this.alloc = alloc;
    this.segment = segment;
  }

  /**
   * Allocates one.
   *
   * @throws OutOfMemoryError as {@link HakmemByteBuf#allocate}
   */
  static BulkByteBuf allocate(HakmemByteBufAllocator alloc, int initialCapacity, int maxCapacity) {
    MemorySegment segment = alloc.hakmem().allocate(initialCapacity, 1);
    try {
      return new PortableByteBuf(alloc, segment, initialCapacity, maxCapacity);
    } catch (Throwable e) {
      alloc.hakmem().free(segment);
      throw e;
    }
  }

  @Override
  public HakmemByteBufAllocator alloc() {
    return alloc;
  }

  @Override
  Hakmem hakmem() {
    return alloc.hakmem();
  }

  @Override
  MemorySegment memory() {
    return segment;
  }

  @Override
  long origin() {
    return 0;
  }

  @Override
  long resizeBlock(int newCapacity) {
    segment = hakmem().reallocate(segment, newCapacity);
    return segment.address();
  }
}
