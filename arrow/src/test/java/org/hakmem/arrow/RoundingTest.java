package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.DefaultRoundingPolicy;
import org.apache.arrow.memory.rounding.RoundingPolicy;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a buffer of a little more than a power of two takes. */
class RoundingTest {

  private static final int BUFFERS = 100;

  /** So many bytes that the last slab, which may be nearly empty, does not count. */
  private static final int MANY_BYTES = 64 << 20;

  private static final RoundingPolicy ARROWS = DefaultRoundingPolicy.DEFAULT_ROUNDING_POLICY;

  /** What hakmem says while there are {@link #BUFFERS} buffers of {@code size} bytes. */
  private static HakmemStats holding(long size, RoundingPolicy policy) {
    return holding(BUFFERS, size, policy);
  }

  private static HakmemStats holding(int buffers, long size, RoundingPolicy policy) {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.builder().magazineCapacity(0).build());
        RootAllocator allocator =
            new RootAllocator(
                RootAllocator.configBuilder()
                    .allocationManagerFactory(HakmemAllocationManager.factory(hakmem))
                    .roundingPolicy(policy)
                    .build())) {
      List<ArrowBuf> held = new ArrayList<>();
      for (int i = 0; i < buffers; i++) {
        held.add(allocator.buffer(size));
      }
      HakmemStats stats = hakmem.stats();
      assertThat(stats.liveBytes())
          .as("Arrow's books are hakmem's")
          .isGreaterThanOrEqualTo(allocator.getAllocatedMemory());
      held.forEach(ArrowBuf::close);
      return stats;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 10, 12, 13, 16, 18, 19, 20, 23, 24, 25})
  void justAboveAPowerOfTwoTheBlocksAreAnEighthLarger(int power) {
    long size = (1L << power) + 1;
    HakmemStats stats = holding(size, HakmemRoundingPolicy.INSTANCE);
    assertThat((double) stats.liveBytes()).isLessThanOrEqualTo(1.13 * BUFFERS * size);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 20, 23, 24, 25})
  void inRunsOfPagesNothingElseIsCommitted(int power) {
    long size = (1L << power) + 1;
    HakmemStats stats = holding(size, HakmemRoundingPolicy.INSTANCE);
    assertThat((double) stats.committedBytes()).isLessThanOrEqualTo(1.13 * BUFFERS * size);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 10, 12, 13, 14, 15, 16, 17, 18})
  void inSlabsTheirEndsAreAdded(int power) {
    long size = (1L << power) + 1;
    int buffers = (int) Math.min(MANY_BYTES / size, 50_000);
    HakmemStats stats = holding(buffers, size, HakmemRoundingPolicy.INSTANCE);
    assertThat((double) stats.committedBytes())
        .isLessThanOrEqualTo(1.13 * 16 / 15 * buffers * size);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 25})
  void alsoWithArrowsPolicyWhereThatDoesNotRound(int power) {
    long size = (1L << power) + 1;
    HakmemStats stats = holding(size, ARROWS);
    assertThat((double) stats.committedBytes()).isLessThanOrEqualTo(1.13 * BUFFERS * size);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 10, 13, 16, 20, 23})
  void arrowsPolicyDoublesWhichIsNotInOurHands(int power) {
    long size = (1L << power) + 1;
    assertThat(ARROWS.getRoundedSize(size)).isEqualTo(2L << power);
    HakmemStats stats = holding(size, ARROWS);
    assertThat(stats.liveBytes())
        .as("no more than Arrow asks for")
        .isEqualTo(BUFFERS * (2L << power));
  }

  @Test
  void roundsToTheBlockThatThereWouldBe() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      for (long size = 1; size < 1 << 20; size += 1 + size / 97) {
        assertThatItIsTheBlocks(hakmem, size);
      }
      for (int power = 0; power < 26; power++) {
        assertThatItIsTheBlocks(hakmem, (1L << power) - 1);
        assertThatItIsTheBlocks(hakmem, 1L << power);
        assertThatItIsTheBlocks(hakmem, (1L << power) + 1);
      }
    }
  }

  private static void assertThatItIsTheBlocks(Hakmem hakmem, long size) {
    long address = hakmem.malloc(Math.max(size, 1));
    assertThat(HakmemRoundingPolicy.INSTANCE.getRoundedSize(Math.max(size, 1)))
        .as("%d bytes", size)
        .isEqualTo(hakmem.usableSize(address));
    hakmem.free(address);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE, Long.MAX_VALUE - 1})
  void leavesAloneWhatCannotBeRounded(long size) {
    assertThat(HakmemRoundingPolicy.INSTANCE.getRoundedSize(size)).isEqualTo(size);
  }
}
