package org.hakmem.netty.suite;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.parallel.Isolated;

/** Netty's tests, of direct buffers that the leak detector samples. */
@Isolated("sets the level of the leak detector, which is one for all")
class SimpleLeakAwareBufferTest extends DirectBufferTest {

  @Override
  protected ByteBuf alloc(int length, int maxCapacity) {
    return Allocators.leakAware(Level.SIMPLE, () -> super.alloc(length, maxCapacity));
  }
}
