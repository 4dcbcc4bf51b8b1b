package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and alignments that are refused. */
class ArgumentsTest {

  private static final long GIB = 1L << 30;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;
  private long small;
  private long large;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
    small = hakmem.malloc(100);
    large = hakmem.malloc(1 << 20);
  }

  private void assertRefused(long value, ThrowingCallable call) {
    HakmemStats before = Allocators.stats(hakmem);
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContaining(Long.toString(value))
        .withMessageNotContaining("0x");
    assertUnchanged(before);
  }

  private void assertOutOfMemory(long bytes, ThrowingCallable call) {
    HakmemStats before = Allocators.stats(hakmem);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(call)
        .withMessageContaining(bytes + " bytes")
        .withMessageContaining("in use");
    assertUnchanged(before);
  }

  private void assertUnchanged(HakmemStats before) {
    HakmemStats after = Allocators.stats(hakmem);
    assertThat(after.liveBlocks()).isEqualTo(before.liveBlocks());
    assertThat(after.liveBytes()).isEqualTo(before.liveBytes());
    assertThat(after.committedBytes()).isLessThanOrEqualTo(before.committedBytes());
    assertThat(hakmem.usableSize(small)).isEqualTo(112);
    assertThat(hakmem.usableSize(large)).isEqualTo(1 << 20);
    assertThat(Allocators.firstFault(hakmem)).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -16, Integer.MIN_VALUE, -GIB, Long.MIN_VALUE + 1, Long.MIN_VALUE})
  void negativeSizes(long size) {
    assertRefused(size, () -> hakmem.malloc(size));
    assertRefused(size, () -> hakmem.malloc(size, 1));
    assertRefused(size, () -> hakmem.malloc(size, 64));
    assertRefused(size, () -> hakmem.malloc(size, GIB));
    assertRefused(size, () -> hakmem.calloc(size));
    assertRefused(size, () -> hakmem.realloc(0, size));
    assertRefused(size, () -> hakmem.realloc(small, size));
    assertRefused(size, () -> hakmem.realloc(large, size));
    assertRefused(size, () -> hakmem.allocate(size, 1));
    assertRefused(size, () -> hakmem.allocate(size));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        -2,
        -16,
        3,
        24,
        48,
        GIB - 1,
        GIB + 1,
        2 * GIB,
        1L << 32,
        1L << 62,
        Long.MIN_VALUE,
        Long.MAX_VALUE
      })
  void alignments(long alignment) {
    assertRefused(alignment, () -> hakmem.malloc(100, alignment));
    assertRefused(alignment, () -> hakmem.malloc(0, alignment));
    assertRefused(alignment, () -> hakmem.malloc(4L << 20, alignment));
    assertRefused(alignment, () -> hakmem.allocate(100, alignment));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1L << 47 | 1,
        1L << 62,
        Long.MAX_VALUE - GIB,
        Long.MAX_VALUE - 65_536,
        Long.MAX_VALUE - 15,
        Long.MAX_VALUE
      })
  void sizesThatNoAddressSpaceHas(long size) {
    assertOutOfMemory(size, () -> hakmem.malloc(size));
    assertOutOfMemory(size, () -> hakmem.malloc(size, 16));
    assertOutOfMemory(size, () -> hakmem.malloc(size, 4096));
    assertOutOfMemory(size, () -> hakmem.malloc(size, GIB));
    assertOutOfMemory(size, () -> hakmem.calloc(size));
    assertOutOfMemory(size, () -> hakmem.realloc(0, size));
    assertOutOfMemory(size, () -> hakmem.realloc(small, size));
    assertOutOfMemory(size, () -> hakmem.realloc(large, size));
    assertOutOfMemory(size, () -> hakmem.allocate(size, 8));
  }

  @Test
  void segmentsThatAreNotOffHeap() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hakmem.free(MemorySegment.ofArray(new byte[16])))
        .withMessageContaining("off-heap");
  }

  @Test
  void nothingIsFreedAtAddressZero() {
    HakmemStats before = Allocators.stats(hakmem);
    hakmem.free(0);
    hakmem.free(MemorySegment.NULL);
    assertUnchanged(before);
  }
}
