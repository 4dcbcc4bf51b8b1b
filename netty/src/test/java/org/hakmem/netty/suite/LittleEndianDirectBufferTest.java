package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/** Netty's tests, of direct buffers in the other byte order. */
class LittleEndianDirectBufferTest extends DirectBufferTest {

  @Override
  @SuppressWarnings("deprecation")
  protected ByteBuf alloc(int length, int maxCapacity) {
    return super.alloc(length, maxCapacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  @SuppressWarnings("deprecation")
  protected ByteBuf newBuffer(int length, int maxCapacity) {
    return HAKMEM.directBuffer(length, maxCapacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
