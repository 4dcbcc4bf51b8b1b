package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DuplicatedByteBufTest;

/** Netty's tests, of duplicates of direct buffers. */
class DuplicateTest extends DuplicatedByteBufTest {

  @Override
  protected ByteBuf newBuffer(int length, int maxCapacity) {
    return HAKMEM.directBuffer(length, maxCapacity).duplicate();
  }
}
