package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes from 0 to 64 MiB; for larger ones see {@link HugeBlocksTest}. */
class SizesTest {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long PAGE = 64 * KIB;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  /** Checks what must hold of every block, in plain code as there are many. */
  private MemorySegment allocate(long size) {
    MemorySegment block = hakmem.allocate(size, 1);
    long usable = hakmem.usableSize(block.address());
    if (block.byteSize() != size || usable < size) {
      fail("%d bytes asked for, %d given, %d usable", size, block.byteSize(), usable);
    }
    if (size > 128 && (usable - size) * 8 > usable) {
      fail("%d of %d bytes wasted", usable - size, usable);
    }
    if (block.address() % 16 != 0) {
      fail("block of %d bytes at %x", size, block.address());
    }
    if (size > 0) {
      block.set(JAVA_BYTE, 0, (byte) size);
      block.set(JAVA_BYTE, size - 1, (byte) size);
    }
    return block;
  }

  private void free(MemorySegment block) {
    long size = block.byteSize();
    if (size > 0
        && (block.get(JAVA_BYTE, 0) != (byte) size
            || block.get(JAVA_BYTE, size - 1) != (byte) size)) {
      fail("the contents of a block of %d bytes changed", size);
    }
    hakmem.free(block);
  }

  /** Each size, while the blocks of the hundred sizes before it are live. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 128})
  void everySizeTo64KiB(int magazineCapacity) {
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    ArrayDeque<MemorySegment> live = new ArrayDeque<>();
    for (long size = 0; size <= 64 * KIB; size++) {
      live.add(allocate(size));
      if (live.size() > 100) {
        free(live.remove());
      }
    }
    live.forEach(this::free);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void sizesAroundEveryClassTo512KiB() {
    for (long doubling = 64; doubling < 512 * KIB; doubling <<= 1) {
      for (long size = doubling; size <= 2 * doubling; size += doubling / 8) {
        for (long near = size - 2; near <= size + 2; near++) {
          free(allocate(near));
        }
      }
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void sizesAroundEveryPageTo32MiB() {
    for (long size = 512 * KIB; size <= 32 * MIB; size += PAGE) {
      free(allocate(size - 1));
      free(allocate(size));
      free(allocate(size + 1));
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void sizesAroundSuperslabsTo64MiB() {
    for (long size = 36 * MIB; size <= 64 * MIB; size += 4 * MIB) {
      free(allocate(size - 1));
      free(allocate(size));
      free(allocate(size + 1));
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void anySizesTo16MiB() {
    Random random = new Random(4141);
    ArrayDeque<MemorySegment> live = new ArrayDeque<>();
    for (int i = 0; i < 3_000; i++) {
      live.add(allocate(random.nextLong(1, 2L << random.nextInt(24))));
      if (live.size() > 8) {
        free(live.remove());
      }
    }
    live.forEach(this::free);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void blocksOfNoBytesAreDistinct() {
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(addresses.add(hakmem.malloc(0))).isTrue();
    }
    assertThat(addresses).doesNotContain(0L);
    addresses.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
  }

  /** All the memory that {@code usableSize} promises is the block's own. */
  @Test
  void blocksOfAllClassesDoNotOverlap() {
    TreeSet<long[]> ranges = new TreeSet<>((a, b) -> Long.compare(a[0], b[0]));
    for (long size = 1; size <= MIB; size += 1 + size / 9) {
      for (int i = 0; i < 5; i++) {
        long address = hakmem.malloc(size);
        ranges.add(new long[] {address, hakmem.usableSize(address)});
      }
    }
    long end = 0;
    for (long[] range : ranges) {
      assertThat(range[0]).isGreaterThanOrEqualTo(end);
      end = range[0] + range[1];
    }
  }
}
