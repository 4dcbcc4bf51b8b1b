package org.hakmem.netty;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;

/**
 * A direct buffer over one block.
 *
 * <p>Once it is released it has no bytes: a late access throws, with Netty's checks of the
 * reference count or without, and does not reach the block, which may be another buffer's by then.
 * An access by one thread while another releases is a race, as with all of Netty's buffers.
 *
 * <p>A released object is never used for another buffer, so that nobody can release somebody
 * else's. It costs less to make one than to look for a used one: see docs/netty.md.
 */
final class HakmemByteBuf extends SegmentByteBuf {

  private static final long LEAST_ALIGNMENT = 16;

  private final HakmemByteBufAllocator alloc;
  private int capacity;

  /**
   * Allocates the block, as the last step: if there is no memory nothing is lost.
   *
   * @throws OutOfMemoryError as {@link Hakmem#malloc(long)}
   */
  HakmemByteBuf(HakmemByteBufAllocator alloc, int initialCapacity, int maxCapacity) {
    super(maxCapacity);
    this.alloc = alloc;
    capacity = initialCapacity;
    setMemory(alloc.hakmem().allocate(initialCapacity, LEAST_ALIGNMENT));
  }

  @Override
  protected void deallocate() {
    long address = memory().address();
    setMemory(MemorySegment.NULL);
    alloc.hakmem().free(address);
  }

  @Override
  public HakmemByteBufAllocator alloc() {
    return alloc;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public ByteBuf capacity(int newCapacity) {
    checkNewCapacity(newCapacity);
    if (newCapacity != capacity) {
      setMemory(alloc.hakmem().reallocate(memory(), newCapacity));
      if (newCapacity < capacity) {
        trimIndicesToCapacity(newCapacity);
      }
      capacity = newCapacity;
    }
    return this;
  }

  /** As many as the block has room for: to grow by these moves nothing. */
  @Override
  public int maxFastWritableBytes() {
    ensureAccessible();
    long room = Math.min(alloc.hakmem().usableSize(memory().address()), maxCapacity());
    return (int) room - writerIndex();
  }
}
