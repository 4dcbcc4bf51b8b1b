package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code realloc} and {@code calloc} with an alignment. */
class AlignedResizeTest {

  private static final long MIB = 1 << 20;

  private static final long[] SIZES = {
    5_000, 10_000, 100, 70_000, 300_000, MIB, 2 * MIB + 1, 3 * MIB, 33 * MIB, 40 * MIB, 34 * MIB, 17
  };

  @RegisterExtension private final Allocators allocators = new Allocators();

  private static void resizeThroughAllSizes(Hakmem hakmem, long alignment, long start) {
    MemorySegment block = hakmem.allocate(start, 1);
    block.fill((byte) 5);
    long kept = start;
    for (long size : SIZES) {
      block = hakmem.reallocate(block, size, alignment);
      assertThat(block.address() % Math.max(alignment, 16)).as("%d bytes", size).isZero();
      assertThat(block.byteSize()).isEqualTo(size);
      kept = Math.min(kept, size);
      for (long offset = 0; offset < kept; offset += 13) {
        assertThat(block.get(JAVA_BYTE, offset)).isEqualTo((byte) 5);
      }
    }
    hakmem.free(block);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16, 64, 4096, 8192, 1 << 16, 1 << 20, 1 << 21, 1 << 23})
  void theResultIsAlignedAtEachStep(long alignment) {
    Hakmem hakmem = allocators.create();
    for (long start : SIZES) {
      resizeThroughAllSizes(hakmem, alignment, start);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource(Safety.class)
  void inEachMode(Safety safety) {
    resizeThroughAllSizes(allocators.create(settings -> settings.safety(safety)), 4096, 5_000);
  }

  @Test
  void guardedBlocksToo() {
    Hakmem hakmem =
        allocators.create(
            (HakmemConfigBuilder settings) -> settings.guardSample(1).magazineCapacity(0));
    for (int i = 0; i < 20; i++) {
      long block = hakmem.realloc(hakmem.malloc(5_000), 10_000, 4096);
      assertThat(block % 4096).isZero();
      hakmem.free(block);
    }
  }

  @Test
  void manyLiveBlocksKeepTheirAlignment() {
    Hakmem hakmem = allocators.create();
    MemorySegment[] blocks = new MemorySegment[20];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = hakmem.reallocate(hakmem.allocate(5_000, 4096), 10_000, 4096);
      assertThat(blocks[i].address() % 4096).isZero();
    }
    for (MemorySegment block : blocks) {
      hakmem.free(block);
    }
  }

  @Test
  void anAlignedBlockThatFitsStays() {
    Hakmem hakmem = allocators.create();
    long block = hakmem.malloc(5_000, 4096);
    assertThat(hakmem.realloc(block, hakmem.usableSize(block), 4096)).isEqualTo(block);
    hakmem.free(block);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_200_000, 1_300_000, 33 * MIB, 35 * MIB})
  void aLargeBlockThatCouldStayMovesIfItIsNotAligned(long bytes) {
    Hakmem hakmem = allocators.create();
    long first = hakmem.malloc(1_300_000); // so that the next one begins within a superslab
    long block = hakmem.malloc(bytes);
    long aligned = hakmem.realloc(block, bytes + 100_000, 1 << 24);
    assertThat(aligned % (1 << 24)).isZero();
    hakmem.free(aligned);
    hakmem.free(first);
  }

  @Test
  void addressZeroAllocates() {
    Hakmem hakmem = allocators.create();
    long block = hakmem.realloc(0, 100, 1 << 16);
    assertThat(block % (1 << 16)).isZero();
    hakmem.free(block);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 3, 24, (1L << 30) + 1, 1L << 31, Long.MIN_VALUE})
  void badAlignmentsAreRefusedAndChangeNothing(long alignment) {
    Hakmem hakmem = allocators.create();
    long block = hakmem.malloc(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hakmem.realloc(block, 5_000, alignment))
        .withMessageContaining("alignment " + alignment);
    assertThatIllegalArgumentException().isThrownBy(() -> hakmem.calloc(3, 5, alignment));
    assertThat(hakmem.stats().liveBlocks()).isEqualTo(1);
    hakmem.free(block);
  }

  @Test
  void callocOfElementsZeroesAll() {
    Hakmem hakmem = allocators.create();
    MemorySegment used = hakmem.allocate(6_000, 1);
    used.fill((byte) 9);
    hakmem.free(used);
    long block = hakmem.calloc(1_000, 6);
    long aligned = hakmem.calloc(1_000, 6, 4096);
    assertThat(aligned % 4096).isZero();
    for (long address : new long[] {block, aligned}) {
      MemorySegment memory = Allocators.memory(hakmem, address, 6_000);
      for (long offset = 0; offset < 6_000; offset++) {
        assertThat(memory.get(JAVA_BYTE, offset)).isZero();
      }
      hakmem.free(address);
    }
    long empty = hakmem.calloc(0, Long.MAX_VALUE);
    hakmem.free(empty);
  }

  @Test
  void callocRefusesProductsThatOverflow() {
    Hakmem hakmem = allocators.create();
    long[][] bad = {
      {-1, 8},
      {8, -1},
      {-8, -8},
      {Long.MAX_VALUE, 2},
      {1L << 32, 1L << 32},
      {1L << 32, 1L << 31},
      {3, Long.MAX_VALUE / 2}
    };
    for (long[] pair : bad) {
      assertThatIllegalArgumentException()
          .as("%d × %d", pair[0], pair[1])
          .isThrownBy(() -> hakmem.calloc(pair[0], pair[1]))
          .withMessageContaining(pair[0] + " elements of " + pair[1] + " bytes");
    }
    assertThat(hakmem.stats().liveBlocks()).isZero();
  }
}
