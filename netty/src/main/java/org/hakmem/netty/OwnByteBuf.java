package org.hakmem.netty;

import org.hakmem.Hakmem;

/** A direct buffer of an allocator that the program made itself, which it has to know. */
final class OwnByteBuf extends HakmemByteBuf {

  private final HakmemByteBufAllocator alloc;

  private OwnByteBuf(
      HakmemByteBufAllocator alloc, long address, int initialCapacity, int maxCapacity) {
    super(address, initialCapacity, maxCapacity);
    this.alloc = alloc;
  }

  /**
   * Allocates one.
   *
   * @throws OutOfMemoryError as {@link HakmemByteBuf#allocate}
   */
  static BulkByteBuf allocate(HakmemByteBufAllocator alloc, int initialCapacity, int maxCapacity) {
    long address = alloc.hakmem().malloc(initialCapacity);
    try {
      return new OwnByteBuf(alloc, address, initialCapacity, maxCapacity);
    } catch (Throwable e) {
      alloc.hakmem().free(address);
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
}
