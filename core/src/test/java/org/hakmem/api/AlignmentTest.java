package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentTest {

  private static final long[] SIZES = {
    0, 1, 24, 100, 1000, 4096, 5000, 65_536, 100_000, 524_289, 1 << 20, (1 << 20) + 1, (3 << 20) + 1
  };

  @RegisterExtension final Allocators allocators = new Allocators();

  /** Several blocks of each size at once; their whole memory, so far as they asked for it. */
  private void allocateAllSizes(long alignment) {
    Hakmem hakmem = allocators.create();
    List<MemorySegment> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (long size : SIZES) {
        MemorySegment block = hakmem.allocate(size, alignment);
        assertThat(block.address() % alignment).as("%d bytes at %d", size, alignment).isZero();
        assertThat(block.address() % 16).isZero();
        assertThat(block.byteSize()).isEqualTo(size);
        assertThat(hakmem.usableSize(block.address())).isGreaterThanOrEqualTo(size);
        block.fill((byte) blocks.size());
        blocks.add(block);
      }
    }
    for (int i = 0; i < blocks.size(); i++) {
      MemorySegment block = blocks.get(i);
      for (long offset = 0; offset < block.byteSize(); offset += 1021) {
        assertThat(block.get(JAVA_BYTE, offset)).isEqualTo((byte) i);
      }
      hakmem.free(block);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 15, 16, 17, 19, 20, 21, 22})
  void blocksAreAtMultiplesOfTheAlignment(int log) {
    allocateAllSizes(1L << log);
  }

  /** Portable memory would have to touch all of it. */
  @Tag("native-only")
  @ParameterizedTest
  @ValueSource(ints = {7, 9, 11, 14, 18, 23, 24, 25, 26, 27, 28, 29, 30})
  void upToOneGiB(int log) {
    allocateAllSizes(1L << log);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16, 64, 4096, 65_536, 1 << 18})
  void mallocAlignsToo(long alignment) {
    Hakmem hakmem = allocators.create();
    for (long size : SIZES) {
      long address = hakmem.malloc(size, alignment);
      assertThat(address % Math.max(16, alignment)).isZero();
      hakmem.free(address);
    }
    Allocators.requireNothingLeft(hakmem);
  }
}
