package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of some GiB, of which a few bytes are touched; portable memory would touch them all. */
@Tag("native-only")
class HugeBlocksTest {

  private static final long GIB = 1L << 30;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  @ParameterizedTest
  @ValueSource(longs = {GIB - 1, GIB, GIB + 1, 2 * GIB, 4 * GIB + 5, 7 * GIB})
  void haveAllTheirBytes(long size) {
    MemorySegment block = hakmem.allocate(size, 1);
    assertThat(block.address() % 16).isZero();
    assertThat(hakmem.usableSize(block.address())).isBetween(size, size + size / 8);
    assertThat(block.get(JAVA_BYTE, 0)).isZero();
    for (long at : new long[] {0, size / 2, size - 1}) {
      block.set(JAVA_BYTE, at, (byte) 42);
      assertThat(block.get(JAVA_BYTE, at)).isEqualTo((byte) 42);
    }
    assertThat(hakmem.stats().liveBytes()).isEqualTo(hakmem.usableSize(block.address()));
    assertThat(hakmem.stats().liveBlocks()).isEqualTo(1);
    long reserved = hakmem.stats().reservedBytes();
    hakmem.free(block);
    assertThat(hakmem.stats().reservedBytes()).isLessThanOrEqualTo(reserved - size);
    assertThat(hakmem.stats().committedBytes()).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void severalAtOnceDoNotOverlap() {
    MemorySegment[] blocks = new MemorySegment[5];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = hakmem.allocate(2 * GIB + 1, 1 << 12);
      blocks[i].set(JAVA_BYTE, 0, (byte) i);
      blocks[i].set(JAVA_BYTE, 2 * GIB, (byte) i);
    }
    for (int i = 0; i < blocks.length; i++) {
      assertThat(blocks[i].get(JAVA_BYTE, 0)).isEqualTo((byte) i);
      assertThat(blocks[i].get(JAVA_BYTE, 2 * GIB)).isEqualTo((byte) i);
      hakmem.free(blocks[i]);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  /** With a limit that a copy would exceed. */
  @Test
  void areResizedByTheSystemWithoutACopy() {
    hakmem = allocators.create(settings -> settings.maxBytes(4 * GIB));
    long address = hakmem.malloc(GIB);
    MemorySegment before = Allocators.memory(hakmem, address, GIB);
    before.set(JAVA_BYTE, 0, (byte) 1);
    before.set(JAVA_BYTE, GIB - 1, (byte) 2);
    address = hakmem.realloc(address, 3 * GIB);
    MemorySegment grown = Allocators.memory(hakmem, address, 3 * GIB);
    assertThat(grown.get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
    assertThat(grown.get(JAVA_BYTE, GIB - 1)).isEqualTo((byte) 2);
    assertThat(grown.get(JAVA_BYTE, 3 * GIB - 1)).isZero();
    assertThat(hakmem.stats().committedBytes()).isEqualTo(3 * GIB);
    address = hakmem.realloc(address, GIB / 2);
    assertThat(Allocators.memory(hakmem, address, GIB / 2).get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
    assertThat(hakmem.stats().committedBytes()).isEqualTo(GIB / 2);
    hakmem.free(address);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void areZeroedWithoutBeingTouched() {
    long address = hakmem.calloc(5 * GIB);
    MemorySegment block = Allocators.memory(hakmem, address, 5 * GIB);
    assertThat(block.get(JAVA_BYTE, 0)).isZero();
    assertThat(block.get(JAVA_BYTE, 5 * GIB - 1)).isZero();
    assertThat(hakmem.stats().residentBytes()).isLessThan(64L << 20);
    hakmem.free(address);
  }
}
