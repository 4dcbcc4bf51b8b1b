package org.hakmem.netty;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;

/**
 * A direct buffer of {@link HakmemByteBufAllocator#DEFAULT}, for programs that grant this module
 * native access; see {@link OwnByteBuf} and {@link PortableByteBuf} for others.
 *
 * <p>A released object is never used for another buffer, so that nobody can release somebody
 * else's. So each buffer is new garbage, and its size is its price: 48 bytes, as there is no field
 * here. Compiled code knows allocator and memory as constants.
 */
class HakmemByteBuf extends BulkByteBuf {

  private static final Hakmem SHARED = HakmemByteBufAllocator.DEFAULT.hakmem();

  /** All memory: a buffer needs no segment of its own. */
  private static final MemorySegment EVERYTHING = everything();

  HakmemByteBuf(long address, int initialCapacity, int maxCapacity) {
    super(address, initialCapacity, maxCapacity);
  }

  /**
   * Allocates one. The block comes first, so that the object is written whole at once.
   *
   * @throws OutOfMemoryError if there is no memory for the block or, on the Java heap, for the
   *     object; nothing is lost then
   */
  static BulkByteBuf allocate(int initialCapacity, int maxCapacity) {
    long address = SHARED.malloc(initialCapacity);
    try {
      return new HakmemByteBuf(address, initialCapacity, maxCapacity);
    } catch (Throwable e) {
      SHARED.free(address);
      throw e;
    }
  }

  @SuppressWarnings("restricted") // where it is granted
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  @Override
  public HakmemByteBufAllocator alloc() {
    return HakmemByteBufAllocator.DEFAULT;
  }

  @Override
  Hakmem hakmem() {
    return SHARED;
  }

  @Override
  final MemorySegment memory() {
    return EVERYTHING;
  }

  @Override
  final long origin() {
    return address();
  }

  @Override
  final long resizeBlock(int newCapacity) {
    return hakmem().realloc(address(), newCapacity);
  }
}
