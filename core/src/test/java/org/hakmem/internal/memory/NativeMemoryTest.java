package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hakmem.internal.memory.OsMemory.Stretch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native-only")
class NativeMemoryTest {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private final NativeMemory memory = new NativeMemory(GIB, false);

  @AfterEach
  void close() {
    memory.close();
  }

  private byte get(long address) {
    return memory.segment(address, 1).get(JAVA_BYTE, 0);
  }

  private void set(long address, int value) {
    memory.segment(address, 1).set(JAVA_BYTE, 0, (byte) value);
  }

  @Test
  void theWindowIsAlignedAndHandedOutOnceFromItsStartToItsEnd() {
    assertThat(memory.windowBase() % SUPERSLAB_BYTES).isZero();
    assertThat(memory.windowBytes()).isEqualTo(GIB);
    long next = memory.windowBase();
    int stretches = 0;
    for (Stretch stretch = memory.reserve(1); stretch != null; stretch = memory.reserve(1)) {
      assertThat(stretch.address()).isEqualTo(next);
      next += stretch.bytes();
      stretches++;
    }
    assertThat(next).isEqualTo(memory.windowBase() + GIB);
    assertThat(stretches).as("each as long as all before").isEqualTo(6);
  }

  @Test
  void aStretchIsAsLongAsIsAskedFor() {
    assertThat(memory.reserve((100 << 20) + 1))
        .isEqualTo(new Stretch(memory.windowBase(), 102 << 20));
    assertThat(memory.reserve(GIB - (101 << 20))).as("more than is left").isNull();
    assertThat(memory.reserve(GIB - (102 << 20)).bytes()).isEqualTo(GIB - (102 << 20));
  }

  @Test
  void aTinyWindowIsMadeUsable() {
    try (NativeMemory tiny = new NativeMemory(1, false)) {
      assertThat(tiny.windowBytes()).isGreaterThanOrEqualTo(SUPERSLAB_BYTES);
    }
  }

  @Test
  void whatIsCommittedReadsAsZeroUntilWrittenAndAgainWhenPurged() {
    long at = memory.windowBase() + 3L * SUPERSLAB_BYTES;
    assertThat(memory.commit(at, SUPERSLAB_BYTES)).isTrue();
    assertThat(memory.commit(at, SUPERSLAB_BYTES)).as("again").isTrue();
    assertThat(get(at)).isZero();
    set(at, 1);
    set(at + SUPERSLAB_BYTES - 1, 2);
    assertThat(memory.canPurge()).isTrue();
    assertThat(memory.purge(at, memory.pageBytes())).isTrue();
    assertThat(get(at)).isZero();
    assertThat(get(at + SUPERSLAB_BYTES - 1)).isEqualTo((byte) 2);
  }

  @Test
  void residentBytesOfARangeAreThoseOfItsTouchedPages() {
    long at = memory.windowBase();
    memory.commit(at, 2L * SUPERSLAB_BYTES);
    assertThat(memory.residentBytes(at, SUPERSLAB_BYTES)).isZero();
    for (int page = 0; page < 512; page += 2) {
      set(at + page * memory.pageBytes(), 1);
    }
    assertThat(memory.residentBytes(at, SUPERSLAB_BYTES)).isEqualTo(MIB);
    assertThat(memory.residentBytes(at + SUPERSLAB_BYTES, SUPERSLAB_BYTES)).isZero();
    assertThat(memory.residentBytes(at + 1, SUPERSLAB_BYTES))
        .as("no page begins there")
        .isEqualTo(-1);
  }

  @Test
  void aCollapsedSuperslabKeepsItsContentsAndCanBePurged() throws IOException {
    long at = memory.windowBase() + 3L * SUPERSLAB_BYTES;
    memory.commit(at, SUPERSLAB_BYTES);
    set(at, 1);
    set(at + SUPERSLAB_BYTES - 1, 2);
    assumeTrue(memory.collapse(at), "needs Linux 6.1 or later, and huge pages");
    assertThat(memory.residentBytes(at, SUPERSLAB_BYTES)).isEqualTo(SUPERSLAB_BYTES);
    assertThat(get(at)).isEqualTo((byte) 1);
    assertThat(get(at + MIB)).isZero();
    assertThat(get(at + SUPERSLAB_BYTES - 1)).isEqualTo((byte) 2);
    memory.purge(at, MIB);
    assertThat(get(at)).isZero();
    assertThat(get(at + SUPERSLAB_BYTES - 1)).isEqualTo((byte) 2);
    assertThat(memory.residentBytes(at + 64 * memory.pageBytes(), MIB / 2)).isZero();
  }

  @Test
  void memoryThatIsNotCommittedIsNotCollapsed() {
    assertThat(memory.collapse(memory.windowBase())).isFalse();
  }

  /** The system merges a mapping with a neighbour of the same kind, and tells of both at once. */
  private long keepNeighboursApart() {
    return Libc.reserve(8 * MIB);
  }

  @Test
  void residentIsWhatIsTouchedInTheWindowAndInMappings() {
    long apart = keepNeighboursApart();
    long at = memory.windowBase();
    memory.commit(at, 4L * SUPERSLAB_BYTES);
    long mapped = memory.map(8 * MIB, 1);
    assertThat(memory.residentBytes()).isLessThan(MIB);
    memory.segment(at, 4 * MIB).fill((byte) 1);
    memory.segment(mapped, 2 * MIB).fill((byte) 1);
    assertThat(memory.residentBytes()).isBetween(6 * MIB, 7 * MIB);
    assertThat(memory.reservedBytes()).isEqualTo(GIB + 8 * MIB);
    memory.purge(at, 4 * MIB);
    memory.unmap(mapped, 8 * MIB);
    assertThat(memory.residentBytes()).isLessThan(MIB);
    Libc.unmap(apart, 8 * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, 1 << 16, 1 << 21, 1 << 25, 1 << 30})
  void mappingsAreAlignedAndZeroed(long alignment) throws IOException {
    long bytes = 3 * MIB;
    long address = memory.map(bytes, alignment);
    assertThat(address).isNotZero();
    assertThat(address % alignment).isZero();
    assertThat(get(address)).isZero();
    assertThat(get(address + bytes - 1)).isZero();
    memory.segment(address, bytes).fill((byte) 7);
    memory.unmap(address, bytes);
    assertThat(isMapped(address)).as("unmapped").isFalse();
  }

  @Test
  void whatTheSystemHasNotIsRefused() {
    assertThat(memory.map(1L << 50, 1)).isZero();
    assertThat(memory.map(Long.MAX_VALUE - 4095, 1 << 21)).isZero();
    assertThat(memory.remap(memory.map(MIB, 1), MIB, 1L << 50)).isZero();
  }

  @Test
  void aMappingGrowsAndShrinksWithItsContents() {
    long address = memory.map(2 * MIB, 1 << 16);
    set(address, 1);
    set(address + 2 * MIB - 1, 2);
    long grown = memory.remap(address, 2 * MIB, 64 * MIB);
    assertThat(get(grown)).isEqualTo((byte) 1);
    assertThat(get(grown + 2 * MIB - 1)).isEqualTo((byte) 2);
    assertThat(get(grown + 64 * MIB - 1)).isZero();
    long shrunk = memory.remap(grown, 64 * MIB, MIB);
    assertThat(get(shrunk)).isEqualTo((byte) 1);
    memory.unmap(shrunk, MIB);
  }

  @Test
  void closedItLeavesNoMapping() throws IOException {
    NativeMemory closed = new NativeMemory(GIB, true);
    long mapped = closed.map(2 * MIB, 1);
    long other = closed.map(2 * MIB, 1);
    assertThat(isMapped(mapped)).isTrue();
    assertThat(spanOf(closed.windowBase())).isGreaterThanOrEqualTo(GIB);
    closed.close();
    assertThat(isMapped(mapped)).isFalse();
    assertThat(isMapped(other)).isFalse();
    assertThat(spanOf(closed.windowBase())).isLessThan(GIB / 2);
  }

  @Test
  void segmentsHaveExactlyTheirBytes() {
    memory.commit(memory.windowBase(), SUPERSLAB_BYTES);
    MemorySegment segment = memory.segment(memory.windowBase() + 3, 17);
    assertThat(segment.address()).isEqualTo(memory.windowBase() + 3);
    assertThat(segment.byteSize()).isEqualTo(17);
  }

  private static boolean isMapped(long address) throws IOException {
    return spanOf(address) > 0;
  }

  /** Bytes of the system's mapping that an address lies in. */
  private static long spanOf(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] range = line.substring(0, line.indexOf(' ')).split("-");
      long from = Long.parseUnsignedLong(range[0], 16);
      long to = Long.parseUnsignedLong(range[1], 16);
      if (Long.compareUnsigned(from, address) <= 0 && Long.compareUnsigned(address, to) < 0) {
        return to - from;
      }
    }
    return 0;
  }
}
