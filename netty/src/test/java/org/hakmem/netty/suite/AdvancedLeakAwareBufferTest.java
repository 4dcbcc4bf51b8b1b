package org.hakmem.netty.suite;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector.Level;

/** Netty's tests, of direct buffers whose every use the leak detector records. */
class AdvancedLeakAwareBufferTest extends DirectBufferTest {

  @Override
  protected ByteBuf alloc(int length, int maxCapacity) {
    return Allocators.leakAware(Level.PARANOID, () -> super.alloc(length, maxCapacity));
  }
}
