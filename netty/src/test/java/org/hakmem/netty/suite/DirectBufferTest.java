package org.hakmem.netty.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.netty.suite.Allocators.HAKMEM;

import io.netty.buffer.AbstractPooledByteBufTest;
import io.netty.buffer.ByteBuf;
import org.hakmem.netty.HakmemByteBufAllocator;
import org.junit.jupiter.api.Test;

/** Netty's tests, of direct buffers. */
class DirectBufferTest extends AbstractPooledByteBufTest {

  /** Whose buffers are tested. */
  HakmemByteBufAllocator allocator() {
    return HAKMEM;
  }

  @Override
  protected ByteBuf alloc(int length, int maxCapacity) {
    return allocator().directBuffer(length, maxCapacity);
  }

  /** Netty's casts to its own pooled buffers; its adaptive allocator leaves it out as well. */
  @Override
  @Test
  public void testMaxFastWritableBytes() {
    ByteBuf buffer = newBuffer(150, 500).writerIndex(100);
    int room = (int) allocator().hakmem().usableSize(buffer.memoryAddress());
    assertThat(buffer.writableBytes()).isEqualTo(50);
    assertThat(buffer.maxWritableBytes()).isEqualTo(400);
    assertThat(buffer.maxFastWritableBytes()).isEqualTo(room - 100).isGreaterThanOrEqualTo(50);
    buffer.release();
  }

  /** As above. */
  @Override
  @Test
  public void testEnsureWritableDoesntGrowTooMuch() {
    ByteBuf buffer = newBuffer(150, 500).writerIndex(100);
    int room = (int) allocator().hakmem().usableSize(buffer.memoryAddress());
    buffer.ensureWritable(room - 100);
    assertThat(buffer.capacity()).isEqualTo(room);
    buffer.release();
  }
}
