package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.Test;

/** The code that documentation shows, compiled and run. */
class QuickStartTest {

  @Test
  void root() {
    long before = Hakmem.shared().stats().liveBlocks();
    long live;
    // @start region="root"
    try (BufferAllocator allocator = new HakmemRootAllocator();
        IntVector vector = new IntVector("numbers", allocator)) {
      vector.allocateNew(3);
      vector.set(2, 42);
      live = Hakmem.shared().stats().liveBlocks();
    }
    // @end
    assertThat(live).isGreaterThan(before);
    assertThat(Hakmem.shared().stats().liveBlocks()).isEqualTo(before);
  }

  @Test
  void factory() {
    long before = Hakmem.shared().stats().liveBlocks();
    long live;
    // @start region="factory"
    try (BufferAllocator allocator =
            new RootAllocator(
                RootAllocator.configBuilder()
                    .allocationManagerFactory(HakmemAllocationManager.FACTORY)
                    .build());
        IntVector vector = new IntVector("numbers", allocator)) {
      vector.allocateNew(3);
      vector.set(2, 42);
      live = Hakmem.shared().stats().liveBlocks();
    }
    // @end
    assertThat(live).isGreaterThan(before);
    assertThat(Hakmem.shared().stats().liveBlocks()).isEqualTo(before);
  }

  @Test
  void own() {
    long live;
    // @start region="own"
    try (Hakmem own = Hakmem.create(HakmemConfig.builder().maxBytes(1 << 30).build());
        BufferAllocator allocator =
            new RootAllocator(
                RootAllocator.configBuilder()
                    .allocationManagerFactory(HakmemAllocationManager.factory(own))
                    .build());
        ArrowBuf buffer = allocator.buffer(100)) {
      buffer.setLong(0, 42);
      live = own.stats().liveBlocks();
    }
    // @end
    assertThat(live).isOne();
  }

  @Test
  void rounding() {
    long capacity;
    // @start region="rounding"
    try (BufferAllocator allocator =
            new RootAllocator(
                RootAllocator.configBuilder()
                    .allocationManagerFactory(HakmemAllocationManager.FACTORY)
                    .roundingPolicy(HakmemRoundingPolicy.INSTANCE)
                    .build());
        ArrowBuf buffer = allocator.buffer(4097)) {
      capacity = buffer.capacity(); // 4,608; with Arrow's own policy 8,192
    }
    // @end
    assertThat(capacity).isEqualTo(4608);
  }
}
