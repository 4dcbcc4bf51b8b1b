package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DuplicatedByteBufTest;

/** Netty's tests, of retained duplicates of direct buffers. */
class RetainedDuplicateTest extends DuplicatedByteBufTest {

  @Override
  protected ByteBuf newBuffer(int length, int maxCapacity) {
    ByteBuf buffer = HAKMEM.directBuffer(length, maxCapacity);
    ByteBuf duplicate = buffer.retainedDuplicate();
    buffer.release();
    return duplicate;
  }
}
