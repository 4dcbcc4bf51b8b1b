package org.hakmem.bench.jmh;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.WrappedByteBuf;
import java.util.Arrays;

/**
 * Gives the same few buffers again and again, and does nothing when one is released: what a
 * benchmark of an allocator takes without the allocator. For one thread.
 */
final class SameBuffers extends AbstractByteBufAllocator {

  private final Kept[] buffers;
  private int next;

  SameBuffers(int count) {
    super(true);
    buffers = new Kept[count];
    Arrays.setAll(buffers, i -> new Kept());
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    ByteBuf buffer = buffers[next];
    next = next + 1 < buffers.length ? next + 1 : 0;
    return buffer;
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return newDirectBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }

  private static final class Kept extends WrappedByteBuf {

    Kept() {
      super(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public boolean release() {
      return true;
    }
  }
}
