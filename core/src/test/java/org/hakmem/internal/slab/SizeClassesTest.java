package org.hakmem.internal.slab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.hakmem.internal.memory.Geometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeClassesTest {

  private static final int MOST_SPACED_EVENLY = 128;

  @Test
  void everySizeGetsTheSmallestBlockThatHoldsIt() {
    assertThat(IntStream.rangeClosed(0, SizeClasses.MOST_BYTES))
        .allMatch(bytes -> {
          int sizeClass = SizeClasses.of(bytes);
          return SizeClasses.blockBytes(sizeClass) >= bytes
              && (sizeClass == 0 || SizeClasses.blockBytes(sizeClass - 1) < bytes);
        });
  }

  @Test
  void aboveTheEvenlySpacedOnesAtMostAnEighthOfABlockIsWasted() {
    assertThat(IntStream.rangeClosed(MOST_SPACED_EVENLY + 1, SizeClasses.MOST_BYTES))
        .allMatch(bytes -> {
          int block = SizeClasses.blockBytes(SizeClasses.of(bytes));
          return (block - bytes) * 8 <= block;
        });
  }

  @Test
  void theLastClassIsTheMost() {
    assertThat(SizeClasses.blockBytes(SizeClasses.COUNT - 1)).isEqualTo(SizeClasses.MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        -1,
        Long.MIN_VALUE,
        Integer.MIN_VALUE,
        SizeClasses.MOST_BYTES + 1,
        1L << 31,
        1L << 32,
        (1L << 32) + 64,
        Long.MAX_VALUE
      })
  void otherSizesHaveNoClass(long bytes) {
    assertThat(SizeClasses.of(bytes)).isEqualTo(SizeClasses.NONE);
  }

  @Test
  void blocksAreMultiplesOfSixteen() {
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      assertThat(SizeClasses.blockBytes(sizeClass) % 16).isZero();
    }
  }

  @Test
  void anAlignmentGivesTheSmallestBlockThatIsAMultipleOfIt() {
    for (long alignment = 1; alignment <= Geometry.PAGE_BYTES; alignment <<= 1) {
      for (int bytes = 0; bytes <= SizeClasses.MOST_BYTES; bytes += bytes < 5000 ? 1 : 1021) {
        int sizeClass = SizeClasses.of(bytes, alignment);
        assertThat(sizeClass).as("%d bytes at %d", bytes, alignment).isNotNegative();
        assertThat(SizeClasses.blockBytes(sizeClass)).isGreaterThanOrEqualTo(bytes);
        assertThat(SizeClasses.blockBytes(sizeClass) % alignment).isZero();
        for (int lower = SizeClasses.of(bytes); lower < sizeClass; lower++) {
          assertThat(SizeClasses.blockBytes(lower) % alignment).isNotZero();
        }
      }
    }
  }

  @Test
  void noClassHasAnAlignmentAboveAPage() {
    assertThat(SizeClasses.of(100, 2L * Geometry.PAGE_BYTES)).isEqualTo(SizeClasses.NONE);
  }

  @Test
  void slabsWasteAtMostASixteenthAndHoldSeveralBlocksUnlessTheseAreLong() {
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      int slab = SizeClasses.slabPages(sizeClass) * Geometry.PAGE_BYTES;
      int block = SizeClasses.blockBytes(sizeClass);
      assertThat(slab % block * 16).as("%d-byte blocks", block).isLessThanOrEqualTo(slab);
      assertThat(slab / block)
          .as("%d-byte blocks", block)
          .isGreaterThanOrEqualTo(block <= 32 << 10 ? 4 : block <= 64 << 10 ? 2 : 1);
    }
  }
}
