package org.hakmem.netty.suite;

import static org.hakmem.netty.suite.Allocators.HAKMEM;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.BigEndianCompositeByteBufTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;

/** Netty's tests, of composite buffers of direct ones. */
class CompositeDirectBufferTest extends BigEndianCompositeByteBufTest {

  /** Of parts with a few bytes and with none, as Netty's. */
  @Override
  protected ByteBuf newBuffer(int length, int maxCapacity) {
    assumeTrue(maxCapacity == Integer.MAX_VALUE);
    CompositeByteBuf buffer = newCompositeBuffer();
    int bytes = 0;
    for (int part = 0; bytes < length; part = (part + 7) % 60) {
      buffer.addComponent(true, HAKMEM.directBuffer(part, part).writeZero(part));
      bytes += part;
    }
    buffer.capacity(length);
    return buffer.setIndex(0, 0);
  }

  @Override
  protected CompositeByteBuf newCompositeBuffer() {
    return HAKMEM.compositeDirectBuffer(Integer.MAX_VALUE);
  }
}
