package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.memory.OsMemory.Stretch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableMemoryTest {

  private static final long MIB = 1L << 20;

  private PortableMemory memory = new PortableMemory(1L << 30);

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void stretchesLieInTheWindowAndApart() {
    List<Stretch> stretches = new ArrayList<>();
    for (long bytes : new long[] {1, 1, 40 * MIB, SUPERSLAB_BYTES}) {
      Stretch stretch = memory.reserve(bytes);
      assertThat(stretch.address() % SUPERSLAB_BYTES).isZero();
      assertThat(stretch.bytes() % SUPERSLAB_BYTES).isZero();
      assertThat(stretch.bytes()).isGreaterThanOrEqualTo(bytes);
      assertThat(stretch.address()).isGreaterThanOrEqualTo(memory.windowBase());
      assertThat(stretch.address() + stretch.bytes())
          .isLessThanOrEqualTo(memory.windowBase() + memory.windowBytes());
      for (Stretch other : stretches) {
        assertThat(
                stretch.address() + stretch.bytes() <= other.address()
                    || other.address() + other.bytes() <= stretch.address())
            .isTrue();
      }
      stretches.add(stretch);
    }
  }

  @Test
  void noMoreIsTakenThanWasWanted() {
    try (PortableMemory small = new PortableMemory(1)) {
      long taken = 0;
      for (Stretch stretch = small.reserve(1); stretch != null; stretch = small.reserve(1)) {
        taken += stretch.bytes();
      }
      assertThat(taken).isBetween(32 * MIB, 64 * MIB);
      assertThat(small.reservedBytes()).isEqualTo(taken);
    }
  }

  /** A request that the system refuses leaves what may be taken as it was. */
  @Test
  void aRefusedStretchIsNotCounted() {
    try (PortableMemory small = new PortableMemory(64 * MIB)) {
      assertThat(small.reserve(1L << 50)).isNull();
      assertThat(small.reserve(1).bytes()).isEqualTo(32 * MIB);
      assertThat(small.reserve(1).bytes()).isEqualTo(32 * MIB);
      assertThat(small.reserve(1)).isNull();
      assertThat(small.reservedBytes()).isEqualTo(64 * MIB);
    }
  }

  @Test
  void aStretchOutsideOfTheWindowIsGivenBackAndNotCounted() {
    try (PortableMemory narrow = new PortableMemory(64 * MIB, 2 * SUPERSLAB_BYTES)) {
      assertThat(narrow.reserve(1).bytes()).isEqualTo(32 * MIB);
      for (int i = 0; i < 3; i++) {
        assertThat(narrow.reserve(1)).isNull();
        assertThat(narrow.reservedBytes()).isEqualTo(32 * MIB);
      }
    }
  }

  /** The C library may think that blocks of such a size had better come from its heap. */
  @Test
  void whateverWasAllocatedAndFreedBeforeStretchesLieInTheWindow() {
    for (long bytes = 1 * MIB; bytes <= 40 * MIB; bytes += 4 * MIB) {
      memory.unmap(memory.map(bytes, 1), bytes);
    }
    memory.close();
    for (int round = 0; round < 3; round++) {
      memory = new PortableMemory(1L << 30);
      for (int i = 0; i < 6; i++) {
        assertThat(memory.reserve(1)).isNotNull();
      }
      memory.close();
    }
  }

  @Test
  void aStretchReadsAsZeroAndCanBeWritten() {
    Stretch stretch = memory.reserve(1);
    assertThat(memory.commit(stretch.address(), SUPERSLAB_BYTES)).isTrue();
    MemorySegment segment = memory.segment(stretch.address(), stretch.bytes());
    assertThat(segment.get(JAVA_BYTE, 0)).isZero();
    segment.fill((byte) 1);
    assertThat(memory.segment(stretch.address() + 100, 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
  }

  @Test
  void nothingCanBePurgedOrMoved() {
    Stretch stretch = memory.reserve(1);
    memory.segment(stretch.address(), 1).set(JAVA_BYTE, 0, (byte) 1);
    assertThat(memory.canPurge()).isFalse();
    assertThat(memory.purge(stretch.address(), SUPERSLAB_BYTES)).isFalse();
    assertThat(memory.segment(stretch.address(), 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
    long mapped = memory.map(MIB, 1);
    assertThat(memory.remap(mapped, MIB, 2 * MIB)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1 << 16, 1 << 21, 1 << 23})
  void mappingsAreAlignedAndZeroedAndGoneWhenUnmapped(long alignment) {
    long address = memory.map(MIB, alignment);
    assertThat(address % alignment).isZero();
    MemorySegment segment = memory.segment(address, MIB);
    assertThat(segment.get(JAVA_BYTE, MIB - 1)).isZero();
    memory.unmap(address, MIB);
    assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
  }

  @Test
  void whatTheSystemHasNotIsRefused() {
    assertThat(memory.map(1L << 50, 1)).isZero();
    assertThat(memory.map(Long.MAX_VALUE, 1 << 21)).isZero();
    assertThat(memory.reserve(1L << 50)).isNull();
  }

  @Test
  void segmentsStayWithinOneMapping() {
    long address = memory.map(MIB, 1);
    assertThat(memory.segment(address + MIB - 1, 1).byteSize()).isEqualTo(1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> memory.segment(address + MIB - 1, 2));
  }

  @Test
  void closedItHasNothingAndTheSegmentsAreDead() {
    Stretch stretch = memory.reserve(1);
    MemorySegment segment = memory.segment(stretch.address(), 10);
    memory.map(MIB, 1);
    memory.close();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
    assertThatIllegalStateException().isThrownBy(() -> memory.segment(stretch.address(), 1));
    memory.close();
  }
}
