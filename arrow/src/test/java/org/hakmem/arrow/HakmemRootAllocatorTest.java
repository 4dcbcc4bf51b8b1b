package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One line gives an allocator hakmem's memory, and no more of it than its buffers need. */
class HakmemRootAllocatorTest {

  private static final int MANY_BYTES = 64 << 20;

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
  void justAboveAPowerOfTwoAFifthMoreIsCommittedAtMost(int power) {
    long size = (1L << power) + 1;
    int least = (int) Math.min(MANY_BYTES / size, 50_000);
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.builder().magazineCapacity(0).build());
        BufferAllocator allocator = new HakmemRootAllocator(hakmem)) {
      List<ArrowBuf> held = new ArrayList<>();
      long committed;
      do { // until the last slab is full too
        committed = held.size() < least ? 0 : hakmem.stats().committedBytes();
        held.add(allocator.buffer(size));
      } while (committed == 0 || hakmem.stats().committedBytes() == committed);
      held.removeLast().close();
      double asked = (double) held.size() * size;
      held.forEach(ArrowBuf::close);
      assertThat(committed / asked).isBetween(1.0, 1.2);
    }
  }

  @Test
  void itsBuffersAreBlocksOfTheSharedAllocator() {
    long before = Hakmem.shared().stats().liveBlocks();
    try (BufferAllocator allocator = new HakmemRootAllocator();
        ArrowBuf buffer = allocator.buffer(4097)) {
      assertThat(buffer.capacity()).isEqualTo(4608);
      assertThat(allocator.getLimit()).isEqualTo(Long.MAX_VALUE);
      assertThat(Hakmem.shared().stats().liveBlocks()).isEqualTo(before + 1);
    }
    assertThat(Hakmem.shared().stats().liveBlocks()).isEqualTo(before);
  }

  @Test
  void itsChildrenRoundAsItDoes() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults());
        BufferAllocator allocator = new HakmemRootAllocator(hakmem);
        BufferAllocator child = allocator.newChildAllocator("child", 0, Long.MAX_VALUE);
        ArrowBuf buffer = child.buffer(4097)) {
      assertThat(buffer.capacity()).isEqualTo(4608);
      assertThat(hakmem.stats().liveBytes()).isEqualTo(4608);
    }
  }

  @Test
  void theLimitIsOfWhatIsTrulyUsed() {
    try (BufferAllocator allocator = new HakmemRootAllocator(2 * 4608);
        ArrowBuf one = allocator.buffer(4097);
        ArrowBuf two = allocator.buffer(4097)) {
      assertThat(allocator.getAllocatedMemory()).isEqualTo(one.capacity() + two.capacity());
      assertThatThrownBy(() -> allocator.buffer(1)).isInstanceOf(OutOfMemoryException.class);
    }
  }

  @Test
  void theListenerIsTold() {
    LongAdder bytes = new LongAdder();
    AllocationListener listener =
        new AllocationListener() {
          @Override
          public void onAllocation(long size) {
            bytes.add(size);
          }
        };
    try (BufferAllocator allocator = new HakmemRootAllocator(listener, 1 << 20)) {
      allocator.buffer(4097).close();
      assertThat(allocator.getLimit()).isEqualTo(1 << 20);
    }
    assertThat(bytes.sum()).isEqualTo(4608);
  }
}
