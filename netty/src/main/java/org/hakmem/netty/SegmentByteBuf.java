package org.hakmem.netty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The access to a buffer whose bytes are a native segment of exactly its capacity: no access leaves
 * the segment, whatever checks of Netty's are switched off.
 */
abstract class SegmentByteBuf extends AbstractReferenceCountedByteBuf {

  private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT_LE = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt INT_LE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG_LE = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** Most bytes that are copied to a stream at once. */
  private static final int STREAM_BYTES = 8_192;

  private MemorySegment memory = MemorySegment.NULL;

  /** All of {@link #memory} as Netty's internal buffer, once that was asked for. */
  private @Nullable ByteBuffer internal;

  /** One of no bytes. */
  SegmentByteBuf(int maxCapacity) {
    super(maxCapacity);
  }

  /** The bytes. */
  final MemorySegment memory() {
    return memory;
  }

  /** Replaces the bytes. What was given out of the old ones is of no use any more. */
  final void setMemory(MemorySegment memory) {
    this.memory = memory;
    internal = null;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // callers are deprecated from calling it by the superclass
  public final ByteOrder order() {
    return BIG_ENDIAN;
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
    return memory.address();
  }

  @Override
  protected final byte _getByte(int index) {
    return memory.get(JAVA_BYTE, index);
  }

  @Override
  protected final short _getShort(int index) {
    return memory.get(SHORT, index);
  }

  @Override
  protected final short _getShortLE(int index) {
    return memory.get(SHORT_LE, index);
  }

  @Override
  protected final int _getUnsignedMedium(int index) {
    return Byte.toUnsignedInt(_getByte(index)) << 16 | Short.toUnsignedInt(_getShort(index + 1));
  }

  @Override
  protected final int _getUnsignedMediumLE(int index) {
    return Short.toUnsignedInt(_getShortLE(index)) | Byte.toUnsignedInt(_getByte(index + 2)) << 16;
  }

  @Override
  protected final int _getInt(int index) {
    return memory.get(INT, index);
  }

  @Override
  protected final int _getIntLE(int index) {
    return memory.get(INT_LE, index);
  }

  @Override
  protected final long _getLong(int index) {
    return memory.get(LONG, index);
  }

  @Override
  protected final long _getLongLE(int index) {
    return memory.get(LONG_LE, index);
  }

  @Override
  protected final void _setByte(int index, int value) {
    memory.set(JAVA_BYTE, index, (byte) value);
  }

  @Override
  protected final void _setShort(int index, int value) {
    memory.set(SHORT, index, (short) value);
  }

  @Override
  protected final void _setShortLE(int index, int value) {
    memory.set(SHORT_LE, index, (short) value);
  }

  @Override
  protected final void _setMedium(int index, int value) {
    _setByte(index, value >> 16);
    _setShort(index + 1, value);
  }

  @Override
  protected final void _setMediumLE(int index, int value) {
    _setShortLE(index, value);
    _setByte(index + 2, value >> 16);
  }

  @Override
  protected final void _setInt(int index, int value) {
    memory.set(INT, index, value);
  }

  @Override
  protected final void _setIntLE(int index, int value) {
    memory.set(INT_LE, index, value);
  }

  @Override
  protected final void _setLong(int index, long value) {
    memory.set(LONG, index, value);
  }

  @Override
  protected final void _setLongLE(int index, long value) {
    memory.set(LONG_LE, index, value);
  }

  @Override
  public final ByteBuf getBytes(int index, ByteBuf dst, int dstIndex, int length) {
    checkDstIndex(index, length, dstIndex, dst.capacity());
    if (dst instanceof SegmentByteBuf other) {
      other.ensureAccessible();
      MemorySegment.copy(memory, index, other.memory, dstIndex, length);
    } else if (dst.hasArray()) {
      MemorySegment.copy(
          memory, JAVA_BYTE, index, dst.array(), dst.arrayOffset() + dstIndex, length);
    } else if (dst.nioBufferCount() > 0) {
      int from = index;
      for (ByteBuffer part : dst.nioBuffers(dstIndex, length)) {
        int bytes = part.remaining();
        part.put(view(from, bytes));
        from += bytes;
      }
    } else {
      dst.setBytes(dstIndex, this, index, length);
    }
    return this;
  }

  @Override
  public final ByteBuf getBytes(int index, byte[] dst, int dstIndex, int length) {
    checkDstIndex(index, length, dstIndex, dst.length);
    MemorySegment.copy(memory, JAVA_BYTE, index, dst, dstIndex, length);
    return this;
  }

  @Override
  public final ByteBuf getBytes(int index, ByteBuffer dst) {
    dst.put(nioBuffer(index, dst.remaining()));
    return this;
  }

  @Override
  public final ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
    checkIndex(index, length);
    byte[] part = new byte[Math.min(length, STREAM_BYTES)];
    int bytes;
    for (int done = 0; done < length; done += bytes) {
      bytes = Math.min(part.length, length - done);
      MemorySegment.copy(memory, JAVA_BYTE, index + done, part, 0, bytes);
      out.write(part, 0, bytes);
    }
    return this;
  }

  @Override
  public final int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
    return out.write(nioBuffer(index, length));
  }

  @Override
  public final int getBytes(int index, FileChannel out, long position, int length)
      throws IOException {
    return out.write(nioBuffer(index, length), position);
  }

  @Override
  public final ByteBuf setBytes(int index, ByteBuf src, int srcIndex, int length) {
    checkSrcIndex(index, length, srcIndex, src.capacity());
    if (src instanceof SegmentByteBuf other) {
      other.ensureAccessible();
      MemorySegment.copy(other.memory, srcIndex, memory, index, length);
    } else if (src.hasArray()) {
      MemorySegment.copy(
          src.array(), src.arrayOffset() + srcIndex, memory, JAVA_BYTE, index, length);
    } else if (src.nioBufferCount() > 0) {
      int to = index;
      for (ByteBuffer part : src.nioBuffers(srcIndex, length)) {
        int bytes = part.remaining();
        view(to, bytes).put(part);
        to += bytes;
      }
    } else {
      src.getBytes(srcIndex, this, index, length);
    }
    return this;
  }

  @Override
  public final ByteBuf setBytes(int index, byte[] src, int srcIndex, int length) {
    checkSrcIndex(index, length, srcIndex, src.length);
    MemorySegment.copy(src, srcIndex, memory, JAVA_BYTE, index, length);
    return this;
  }

  @Override
  public final ByteBuf setBytes(int index, ByteBuffer src) {
    nioBuffer(index, src.remaining()).put(src);
    return this;
  }

  /** Reads once, as Netty's buffers do. */
  @Override
  public final int setBytes(int index, InputStream in, int length) throws IOException {
    checkIndex(index, length);
    byte[] bytes = new byte[length];
    int read = in.read(bytes, 0, length);
    if (read > 0) {
      MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, index, read);
    }
    return read;
  }

  @Override
  public final int setBytes(int index, ScatteringByteChannel in, int length) throws IOException {
    try {
      return in.read(internalNioBuffer(index, length));
    } catch (ClosedChannelException e) {
      return -1; // as Netty's buffers do
    }
  }

  @Override
  public final int setBytes(int index, FileChannel in, long position, int length)
      throws IOException {
    try {
      return in.read(internalNioBuffer(index, length), position);
    } catch (ClosedChannelException e) {
      return -1; // as Netty's buffers do
    }
  }

  @Override
  public final ByteBuf copy(int index, int length) {
    checkIndex(index, length);
    return alloc().directBuffer(length, maxCapacity()).writeBytes(this, index, length);
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

  @Override
  public final ByteBuffer internalNioBuffer(int index, int length) {
    checkIndex(index, length);
    ByteBuffer buffer = internal;
    if (buffer == null) {
      buffer = memory.asByteBuffer();
      internal = buffer;
    }
    return buffer.limit(index + length).position(index);
  }

  private ByteBuffer view(int index, int length) {
    return memory.asSlice(index, length).asByteBuffer();
  }
}
