package org.hakmem.netty.suite;

import io.netty.buffer.CompositeByteBuf;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.parallel.Isolated;

/** Netty's tests, of composite buffers whose every use the leak detector records. */
@Isolated("sets the level of the leak detector, which is one for all")
class LeakAwareCompositeBufferTest extends CompositeDirectBufferTest {

  @Override
  protected CompositeByteBuf newCompositeBuffer() {
    return (CompositeByteBuf) Allocators.leakAware(Level.PARANOID, super::newCompositeBuffer);
  }
}
