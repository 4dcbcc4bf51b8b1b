package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a direct buffer and of its block when it is released. */
class ReleaseTest {

  @RegisterExtension final OwnHakmem own = new OwnHakmem();

  private HakmemByteBufAllocator allocator;

  @BeforeEach
  void create() {
    allocator = own.allocator();
  }

  @Test
  void releaseFreesTheBlock() {
    ByteBuf buffer = allocator.directBuffer(256);
    assertThat(own.liveBlocks()).isEqualTo(1);
    assertThat(buffer.retain().release()).isFalse();
    assertThat(own.liveBlocks()).isEqualTo(1);
    assertThat(buffer.release()).isTrue();
    assertThat(own.liveBlocks()).isZero();
  }

  @Test
  void aSecondReleaseThrowsAndFreesNothing() {
    ByteBuf buffer = allocator.directBuffer(256);
    long address = buffer.memoryAddress();
    buffer.release();
    ByteBuf next = allocator.directBuffer(256);
    assertThat(next.memoryAddress()).as("the block is used again").isEqualTo(address);
    assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(buffer::release);
    assertThat(next.refCnt()).isEqualTo(1);
    assertThat(own.liveBlocks()).isEqualTo(1);
    ByteBuf another = allocator.directBuffer(256);
    assertThat(another.memoryAddress()).isNotEqualTo(address);
    another.release();
    next.release();
  }

  @Test
  void referencesAreCounted() {
    ByteBuf buffer = allocator.directBuffer(256).retain(3);
    assertThat(buffer.refCnt()).isEqualTo(4);
    assertThat(buffer.release(2)).isFalse();
    assertThatExceptionOfType(IllegalReferenceCountException.class)
        .isThrownBy(() -> buffer.release(3));
    assertThatExceptionOfType(IllegalReferenceCountException.class)
        .isThrownBy(() -> buffer.retain(Integer.MAX_VALUE));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> buffer.retain(0));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> buffer.release(-1));
    assertThat(buffer.refCnt()).isEqualTo(2);
    assertThat(buffer.release(2)).isTrue();
    assertThat(own.liveBlocks()).isZero();
  }

  /** A count that is read and written, but not at once, fails it. */
  @Test
  void noReferenceIsLostWhenThreadsRetainAndReleaseAtOnce() throws Exception {
    int threads = 2;
    int times = 500_000;
    ByteBuf buffer = allocator.directBuffer(64);
    runAll(
        threads,
        () -> {
          for (int i = 0; i < times; i++) {
            buffer.retain();
          }
        });
    assertThat(buffer.refCnt()).isEqualTo(1 + threads * times);
    runAll(
        threads,
        () -> {
          for (int i = 0; i < times; i++) {
            buffer.release();
          }
        });
    assertThat(buffer.refCnt()).isEqualTo(1);
    buffer.release();
  }

  @Test
  void aReleasedBufferCantBeUsed() {
    List<Consumer<ByteBuf>> uses =
        List.of(
            buffer -> buffer.getByte(0),
            buffer -> buffer.setLong(0, 1),
            buffer -> buffer.readInt(),
            buffer -> buffer.writeByte(1),
            buffer -> buffer.getBytes(0, new byte[8]),
            buffer -> buffer.setBytes(0, new byte[8]),
            ByteBuf::memoryAddress,
            ByteBuf::nioBuffer,
            buffer -> buffer.internalNioBuffer(0, 8),
            buffer -> buffer.capacity(512),
            ByteBuf::copy,
            ByteBuf::retain);
    ByteBuf buffer = allocator.directBuffer(256).writeLong(1);
    buffer.release();
    for (Consumer<ByteBuf> use : uses) {
      assertThatExceptionOfType(IllegalReferenceCountException.class)
          .isThrownBy(() -> use.accept(buffer));
    }
  }

  /** What runs if Netty's check of the reference count is switched off, or passed too early. */
  @Test
  void noAccessReachesTheBlockOfAReleasedBuffer() {
    var buffer = (BulkByteBuf) allocator.directBuffer(256, 256);
    buffer.release();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer._getByte(0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> buffer._setLong(0, 1));
  }

  @Test
  void aBufferMayBeReleasedByAnotherThread() throws Exception {
    List<ByteBuf> buffers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      buffers.add(allocator.directBuffer(1 + i % 5_000).writeInt(i));
    }
    runAll(1, () -> buffers.forEach(ByteBuf::release));
    assertThat(own.liveBlocks()).isZero();
  }

  @Test
  void virtualThreadsAllocateAndReleaseEachOthers() throws Exception {
    int threads = 10_000;
    ByteBuf[] buffers = new ByteBuf[threads];
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> makers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int mine = i;
        makers.add(
            executor.submit(() -> buffers[mine] = allocator.directBuffer(64).writeInt(mine)));
      }
      for (int i = 0; i < threads; i++) {
        makers.get(i).get();
        int other = i;
        executor.submit(() -> {
          Thread.yield();
          int read = buffers[other].readInt();
          return buffers[other].release() && read == other;
        });
      }
    }
    for (ByteBuf buffer : buffers) {
      assertThat(buffer.refCnt()).isZero();
    }
    assertThat(own.liveBlocks()).isZero();
  }

  private static void runAll(int threads, Runnable task)
      throws InterruptedException, ExecutionException {
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(task));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }
}
