package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers, and what both sides' books say of them. */
class HakmemAllocationManagerTest {

  private final Hakmem hakmem = Hakmem.create(HakmemConfig.defaults());

  @AfterEach
  void closes() {
    hakmem.close();
  }

  private RootAllocator open() {
    return new RootAllocator(
        RootAllocator.configBuilder()
            .allocationManagerFactory(HakmemAllocationManager.factory(hakmem))
            .build());
  }

  private long live() {
    return hakmem.stats().liveBlocks();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16, 64, 4096, 1 << 20, (16 << 20) + 1, (40 << 20) + 3})
  void aBufferIsABlock(long size) {
    try (RootAllocator allocator = open()) {
      try (ArrowBuf buffer = allocator.buffer(size)) {
        assertThat(buffer.capacity()).isEqualTo(allocator.getRoundingPolicy().getRoundedSize(size));
        assertThat(hakmem.usableSize(buffer.memoryAddress()))
            .isGreaterThanOrEqualTo(buffer.capacity());
        assertThat(live()).isOne();
        assertThat(allocator.getAllocatedMemory()).isEqualTo(buffer.capacity());
        buffer.setByte(0, 1);
        buffer.setByte(buffer.capacity() - 1, 2);
        assertThat(buffer.getByte(buffer.capacity() - 1)).isEqualTo((byte) 2);
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
      assertThat(live()).isZero();
    }
  }

  @Test
  void powersOfTwoFrom64OnAreAlignedTo64() {
    try (RootAllocator allocator = open()) {
      List<ArrowBuf> held = new ArrayList<>();
      for (long size = 64; size <= 32 << 20; size *= 2) {
        for (int i = 0; i < 3; i++) {
          ArrowBuf buffer = allocator.buffer(size);
          held.add(buffer);
          assertThat(buffer.memoryAddress() % 64).as("%d bytes", size).isZero();
        }
      }
      held.forEach(ArrowBuf::close);
    }
  }

  @Test
  void theEmptyBufferHasNoBlock() {
    try (RootAllocator allocator = open();
        ArrowBuf empty = allocator.buffer(0)) {
      assertThat(empty.capacity()).isZero();
      assertThat(empty).isSameAs(allocator.getEmpty());
      assertThat(live()).isZero();
    }
  }

  @Test
  void aBlockIsFreedWithTheLastReference() {
    try (RootAllocator allocator = open()) {
      ArrowBuf buffer = allocator.buffer(1000);
      ArrowBuf slice = buffer.slice(10, 20);
      slice.getReferenceManager().retain();
      buffer.close();
      assertThat(live()).isOne();
      slice.close();
      assertThat(live()).isZero();
    }
  }

  @Test
  void ownershipGoesOverToAnotherAllocator() {
    try (RootAllocator root = open();
        BufferAllocator one = root.newChildAllocator("one", 0, Long.MAX_VALUE);
        BufferAllocator two = root.newChildAllocator("two", 0, Long.MAX_VALUE)) {
      ArrowBuf buffer = one.buffer(1024);
      ArrowBuf moved =
          buffer.getReferenceManager().transferOwnership(buffer, two).getTransferredBuffer();
      buffer.close();
      assertThat(one.getAllocatedMemory()).isZero();
      assertThat(two.getAllocatedMemory()).isEqualTo(1024);
      assertThat(live()).isOne();
      moved.close();
      assertThat(live()).isZero();
    }
  }

  @Test
  void aLeakIsReportedByBothSides() {
    RootAllocator allocator = open();
    allocator.buffer(1000).close();
    ArrowBuf leaked = allocator.buffer(1000);
    assertThatThrownBy(allocator::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Memory was leaked by query. Memory leaked: (1024)");
    assertThat(live()).isOne();
    assertThat(hakmem.stats().liveBytes()).isEqualTo(1024);
    assertThat(hakmem.usableSize(leaked.memoryAddress())).isEqualTo(1024);
  }

  @Test
  void aReservationIsABlock() {
    try (RootAllocator allocator = open();
        var reservation = allocator.newReservation()) {
      assertThat(reservation.add(100L)).isTrue();
      assertThat(reservation.add(200L)).isTrue();
      try (ArrowBuf buffer = reservation.allocateBuffer()) {
        assertThat(buffer.capacity()).isEqualTo(128 + 256);
        assertThat(live()).isOne();
      }
      assertThat(live()).isZero();
    }
  }

  @Test
  void vectorsGrow() {
    try (RootAllocator allocator = open()) {
      try (VarCharVector vector = new VarCharVector("words", allocator)) {
        for (int i = 0; i < 100_000; i++) {
          vector.setSafe(i, ("word " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        vector.setValueCount(100_000);
        assertThat(vector.getObject(0)).hasToString("word 0");
        assertThat(vector.getObject(99_999)).hasToString("word 99999");
      }
      assertThat(live()).isZero();
    }
  }

  @Test
  void anyThreadReleases() throws InterruptedException {
    try (RootAllocator allocator = open()) {
      ConcurrentLinkedQueue<ArrowBuf> queue = new ConcurrentLinkedQueue<>();
      List<Thread> makers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Runnable maker =
            () -> {
              for (int i = 1; i <= 2_000; i++) {
                ArrowBuf buffer = allocator.buffer(i);
                buffer.setByte(0, i);
                queue.add(buffer);
              }
            };
        makers.add(t % 2 == 0 ? Thread.ofPlatform().start(maker) : Thread.ofVirtual().start(maker));
      }
      for (Thread maker : makers) {
        maker.join();
      }
      assertThat(live()).isEqualTo(8_000);
      queue.forEach(ArrowBuf::close);
      assertThat(live()).isZero();
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
