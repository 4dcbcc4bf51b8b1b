package org.hakmem.netty.suite;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.parallel.Isolated;

/** Netty's tests, of direct buffers whose every use the leak detector records. */
@Isolated("sets the level of the leak detector, which is one for all")
class AdvancedLeakAwareBufferTest extends DirectBufferTest {

  @Override
  protected ByteBuf alloc(int length, int maxCapacity) {
    return Allocators.leakAware(Level.PARANOID, () -> super.alloc(length, maxCapacity));
  }
}
