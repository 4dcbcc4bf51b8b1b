package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.SlicedByteBufTest;

/** Netty's tests, of slices of direct buffers. */
class SliceTest extends SlicedByteBufTest {

  @Override
  protected ByteBuf newSlice(ByteBuf buffer, int offset, int length) {
    ByteBuf ours = HAKMEM.directBuffer(buffer.capacity(), buffer.maxCapacity());
    buffer.release();
    return ours.slice(offset, length);
  }
}
