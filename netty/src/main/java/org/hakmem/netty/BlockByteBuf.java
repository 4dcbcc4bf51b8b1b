package org.hakmem.netty;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.hakmem.Hakmem;
import org.jspecify.annotations.Nullable;

/**
 * A buffer's block: as long as the capacity says, or longer.
 *
 * <p>Every access asks {@link #at}, which checks it against the capacity, whatever checks of
 * Netty's are switched off. Once the buffer is released its capacity is 0: a late access throws and
 * does not reach the block, which may be another buffer's by then. An access by one thread while
 * another releases is a race, as with all of Netty's buffers.
 */
abstract class BlockByteBuf extends CountedByteBuf {

  private long address;
  private int capacity;

  /** One over a block, which is its own from here on. */
  BlockByteBuf(long address, int initialCapacity, int maxCapacity) {
    super(maxCapacity);
    this.address = address;
    capacity = initialCapacity;
  }

  @Override
  public abstract HakmemByteBufAllocator alloc();

  /** Whose the block is. */
  abstract Hakmem hakmem();

  /** The segment that holds the bytes. */
  abstract MemorySegment memory();

  /** Where the first byte is in {@link #memory()}. */
  abstract long origin();

  /**
   * Resizes the block.
   *
   * @return the address
   * @throws OutOfMemoryError as {@link Hakmem#realloc}; nothing is changed then
   */
  abstract long resizeBlock(int newCapacity);

  @Override
  final void deallocate() {
    capacity = 0;
    hakmem().free(address);
  }

  @Override
  public final ByteBuf capacity(int newCapacity) {
    checkNewCapacity(newCapacity);
    int oldCapacity = capacity;
    if (newCapacity != oldCapacity) {
      address = resizeBlock(newCapacity);
      capacity = newCapacity;
      if (newCapacity < oldCapacity) {
        trimIndicesToCapacity(newCapacity);
      }
    }
    return this;
  }

  /** As many as the block has room for: to grow by these moves nothing. */
  @Override
  public final int maxFastWritableBytes() {
    long room = Math.min(hakmem().usableSize(memoryAddress()), maxCapacity());
    return (int) room - writerIndex();
  }

  /**
   * Where in {@link #memory()} some bytes are.
   *
   * @throws IndexOutOfBoundsException if the buffer does not have them
   */
  final long at(int index, int bytes) {
    return origin() + Objects.checkFromIndexSize(index, bytes, capacity);
  }

  /** The block's address, whether it is released or not. */
  final long address() {
    return address;
  }

  /** A view of some bytes. */
  final ByteBuffer view(int index, int length) {
    return memory().asSlice(at(index, length), length).asByteBuffer();
  }

  @Override
  public final int capacity() {
    return capacity;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // callers are deprecated from calling it by the superclass
  public final ByteOrder order() {
    return ByteOrder.BIG_ENDIAN;
  }

  @Override
  public final @Nullable ByteBuf unwrap() {
    return null;
  }

  @Override
  public final boolean isDirect() {
    return true;
  }

  @Override
  public final boolean isContiguous() {
    return true;
  }

  @Override
  public final boolean hasArray() {
    return false;
  }

  @Override
  public final byte[] array() {
    throw new UnsupportedOperationException("direct buffer");
  }

  @Override
  public final int arrayOffset() {
    throw new UnsupportedOperationException("direct buffer");
  }

  @Override
  public final boolean hasMemoryAddress() {
    return true;
  }

  @Override
  public final long memoryAddress() {
    ensureAccessible();
    return address;
  }

  @Override
  public final int nioBufferCount() {
    return 1;
  }

  @Override
  public final ByteBuffer nioBuffer(int index, int length) {
    checkIndex(index, length);
    return view(index, length);
  }

  @Override
  public final ByteBuffer[] nioBuffers(int index, int length) {
    return new ByteBuffer[] {nioBuffer(index, length)};
  }

  /** A new one each time, as of Netty's slices: a field for it would be written in every buffer. */
  @Override
  public final ByteBuffer internalNioBuffer(int index, int length) {
    return nioBuffer(index, length);
  }
}
