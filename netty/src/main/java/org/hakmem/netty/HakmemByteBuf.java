package org.hakmem.netty;

import java.lang.foreign.MemorySegment;

/**
 * A direct buffer over a block, for programs that grant this module native access; see {@link
 * PortableByteBuf} for others.
 *
 * <p>A released object is never used for another buffer, so that nobody can release somebody
 * else's. So each buffer is new garbage, and its size is what it costs: 56 bytes with the fields
 * that the superclasses have.
 */
final class HakmemByteBuf extends BulkByteBuf {

  /** All memory: a buffer needs no segment of its own, and compiled code knows this one. */
  private static final MemorySegment EVERYTHING = everything();

  private HakmemByteBuf(
      HakmemByteBufAllocator alloc, long address, int initialCapacity, int maxCapacity) {
    super(alloc, address, initialCapacity, maxCapacity);
  }

  /**
   * Allocates one. The block comes first, so that the object is written whole at once.
   *
   * @throws OutOfMemoryError if there is no memory for the block or, on the Java heap, for the
   *     object; nothing is lost then
   */
  static BulkByteBuf allocate(HakmemByteBufAllocator alloc, int initialCapacity, int maxCapacity) {
    long address = alloc.hakmem().malloc(initialCapacity);
    try {
      return new HakmemByteBuf(alloc, address, initialCapacity, maxCapacity);
    } catch (Throwable e) {
      alloc.hakmem().free(address);
      throw e;
    }
  }

  @SuppressWarnings("restricted") // where it is granted
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  @Override
  MemorySegment memory() {
    return EVERYTHING;
  }

  @Override
  long origin() {
    return address();
  }

  @Override
  long resizeBlock(int newCapacity) {
    return alloc().hakmem().realloc(address(), newCapacity);
  }
}
