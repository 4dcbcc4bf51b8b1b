package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.Test;

/** A buffer that can't be had leaves both sides' books as they were. */
class OutOfMemoryTest {

  private static final int LIMIT = 8 << 20;
  private static final int BUFFER = 100 << 10;

  private static RootAllocator open(Hakmem hakmem) {
    return new RootAllocator(
        RootAllocator.configBuilder()
            .allocationManagerFactory(HakmemAllocationManager.factory(hakmem))
            .roundingPolicy(HakmemRoundingPolicy.INSTANCE)
            .build());
  }

  private static Hakmem small() {
    return Hakmem.create(HakmemConfig.builder().maxBytes(LIMIT).build());
  }

  /** Allocates until there is no memory, and returns what it got. */
  private static List<ArrowBuf> fill(BufferAllocator allocator) {
    List<ArrowBuf> held = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (true) {
                held.add(allocator.buffer(BUFFER));
              }
            })
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageContaining("no memory for a buffer")
        .hasMessageContaining("the limit is " + LIMIT)
        .hasCauseInstanceOf(OutOfMemoryError.class);
    return held;
  }

  @Test
  void isArrowsException() {
    try (Hakmem hakmem = small();
        RootAllocator allocator = open(hakmem)) {
      List<ArrowBuf> held = fill(allocator);
      assertThat(held).hasSizeGreaterThan(LIMIT / BUFFER / 2);
      long each = held.getFirst().capacity();
      assertThat(allocator.getAllocatedMemory()).isEqualTo(each * held.size());
      assertThat(hakmem.stats().liveBlocks()).isEqualTo(held.size());

      held.removeLast().close();
      held.add(allocator.buffer(BUFFER)); // there is room again

      held.forEach(ArrowBuf::close);
      assertThat(allocator.getAllocatedMemory()).isZero();
      assertThat(hakmem.stats().liveBlocks()).isZero();
    }
  }

  @Test
  void arrowsOwnLimitIsReachedBeforeHakmemIsAsked() {
    try (Hakmem hakmem = small();
        RootAllocator allocator = open(hakmem);
        BufferAllocator child = allocator.newChildAllocator("child", 0, 1 << 20)) {
      assertThatThrownBy(() -> child.buffer(2 << 20))
          .isInstanceOf(OutOfMemoryException.class)
          .hasMessageContaining("due to memory limit");
      assertThat(hakmem.stats().committedBytes()).isZero();
    }
  }

  @Test
  void aClosedHakmemIsTold() {
    Hakmem hakmem = small();
    try (RootAllocator allocator = open(hakmem)) {
      hakmem.close();
      assertThatThrownBy(() -> allocator.buffer(100))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
