package org.hakmem.netty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/** Copies many bytes. */
abstract class BulkByteBuf extends ScalarByteBuf {

  /** Most bytes that are copied to a stream at once. */
  private static final int STREAM_BYTES = 8_192;

  BulkByteBuf(long address, int initialCapacity, int maxCapacity) {
    super(address, initialCapacity, maxCapacity);
  }

  @Override
  public final ByteBuf getBytes(int index, ByteBuf dst, int dstIndex, int length) {
    checkDstIndex(index, length, dstIndex, dst.capacity());
    if (dst instanceof BulkByteBuf other) {
      other.ensureAccessible();
      MemorySegment.copy(
          memory(), at(index, length), other.memory(), other.at(dstIndex, length), length);
    } else if (dst.hasArray()) {
      MemorySegment.copy(
          memory(),
          JAVA_BYTE,
          at(index, length),
          dst.array(),
          dst.arrayOffset() + dstIndex,
          length);
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
    MemorySegment.copy(memory(), JAVA_BYTE, at(index, length), dst, dstIndex, length);
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
      MemorySegment.copy(memory(), JAVA_BYTE, at(index + done, bytes), part, 0, bytes);
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
    if (src instanceof BulkByteBuf other) {
      other.ensureAccessible();
      MemorySegment.copy(
          other.memory(), other.at(srcIndex, length), memory(), at(index, length), length);
    } else if (src.hasArray()) {
      MemorySegment.copy(
          src.array(),
          src.arrayOffset() + srcIndex,
          memory(),
          JAVA_BYTE,
          at(index, length),
          length);
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
    MemorySegment.copy(src, srcIndex, memory(), JAVA_BYTE, at(index, length), length);
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
      MemorySegment.copy(bytes, 0, memory(), JAVA_BYTE, at(index, read), read);
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
}
