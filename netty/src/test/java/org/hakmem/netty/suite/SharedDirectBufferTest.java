package org.hakmem.netty.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.hakmem.netty.HakmemByteBufAllocator;
import org.junit.jupiter.api.Test;

/** Netty's tests, of the default allocator's direct buffers, which are of a class of their own. */
class SharedDirectBufferTest extends DirectBufferTest {

  @Override
  HakmemByteBufAllocator allocator() {
    return HakmemByteBufAllocator.DEFAULT;
  }

  @Test
  void aBufferKnowsItsAllocator() {
    ByteBuf buffer = newBuffer(256);
    assertThat(buffer.alloc()).isSameAs(HakmemByteBufAllocator.DEFAULT);
    buffer.release();
  }
}
