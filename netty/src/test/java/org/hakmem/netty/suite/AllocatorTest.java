package org.hakmem.netty.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocatorTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.netty.HakmemByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Netty's tests of allocators. */
class AllocatorTest extends AbstractByteBufAllocatorTest<HakmemByteBufAllocator> {

  private final List<Hakmem> made = new ArrayList<>();

  @Override
  protected HakmemByteBufAllocator newAllocator(boolean preferDirect) {
    Hakmem hakmem = Hakmem.create(HakmemConfig.defaults());
    made.add(hakmem);
    return new HakmemByteBufAllocator(hakmem, preferDirect);
  }

  @Override
  protected HakmemByteBufAllocator newUnpooledAllocator() {
    return newAllocator(false);
  }

  @AfterEach
  void close() {
    made.forEach(Hakmem::close);
  }

  /** Netty's wants its own classes, and each of its pooling allocators its own again. */
  @Override
  @Test
  public void testUnsafeHeapBufferAndUnsafeDirectBuffer() {
    HakmemByteBufAllocator allocator = newUnpooledAllocator();
    ByteBuf direct = allocator.directBuffer();
    assertThat(direct.isDirect()).isTrue();
    direct.release();
    ByteBuf heap = allocator.heapBuffer();
    assertInstanceOf(heap, UnpooledHeapByteBuf.class);
    heap.release();
  }

  /**
   * Netty's wants the sum of the capacities; its pooled and adaptive allocators too count what they
   * have from the system.
   */
  @Override
  @Test
  public void testUsedDirectMemory() {
    HakmemByteBufAllocator allocator = newAllocator(true);
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    ByteBuf buffer = allocator.directBuffer(1024, 4096);
    assertThat(allocator.metric().usedDirectMemory()).isGreaterThanOrEqualTo(1024);
    assertThat(allocator.pinnedDirectMemory()).isEqualTo(usable(allocator, buffer));
    buffer.capacity(2048);
    assertThat(allocator.metric().usedDirectMemory()).isGreaterThanOrEqualTo(2048);
    assertThat(allocator.pinnedDirectMemory()).isEqualTo(usable(allocator, buffer));
    buffer.release();
    assertThat(allocator.pinnedDirectMemory()).isZero();
  }

  private static long usable(HakmemByteBufAllocator allocator, ByteBuf buffer) {
    return allocator.hakmem().usableSize(buffer.memoryAddress());
  }

  /** As for Netty's own unpooled heap buffers, which these are. */
  @Override
  @Disabled("heap buffers are not pooled")
  @Test
  public void shouldReuseChunks() {}
}
