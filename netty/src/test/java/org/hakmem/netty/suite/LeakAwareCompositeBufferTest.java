package org.hakmem.netty.suite;

import io.netty.buffer.CompositeByteBuf;
import io.netty.util.ResourceLeakDetector.Level;

/** Netty's tests, of composite buffers whose every use the leak detector records. */
class LeakAwareCompositeBufferTest extends CompositeDirectBufferTest {

  @Override
  protected CompositeByteBuf newCompositeBuffer() {
    return (CompositeByteBuf) Allocators.leakAware(Level.PARANOID, super::newCompositeBuffer);
  }
}
