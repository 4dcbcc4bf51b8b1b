package org.hakmem.netty.suite;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector.Level;

/** Netty's tests, of direct buffers that the leak detector samples. */
class SimpleLeakAwareBufferTest extends DirectBufferTest {

  @Override
  protected ByteBuf alloc(int length, int maxCapacity) {
    return Allocators.leakAware(Level.SIMPLE, () -> super.alloc(length, maxCapacity));
  }
}
