package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.AbstractByteBufTest;
import io.netty.buffer.ByteBuf;

/** Netty's tests, of heap buffers. */
class HeapBufferTest extends AbstractByteBufTest {

  @Override
  protected ByteBuf newBuffer(int length, int maxCapacity) {
    return HAKMEM.heapBuffer(length, maxCapacity);
  }
}
