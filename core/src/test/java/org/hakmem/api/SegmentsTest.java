package org.hakmem.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Hakmem} as a {@link SegmentAllocator}. */
class SegmentsTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 13, 100, 5000, 600_000, 1_200_000, 5 << 20, 34 << 20})
  void aSegmentHasExactlyTheBytesAskedFor(long size) throws InterruptedException {
    MemorySegment segment = hakmem.allocate(size, 8);
    assertThat(segment.byteSize()).isEqualTo(size);
    assertThat(segment.isNative()).isTrue();
    assertThat(segment.isMapped()).isFalse();
    assertThat(segment.isReadOnly()).isFalse();
    assertThat(segment.isAccessibleBy(Thread.currentThread())).isTrue();
    assertThat(segment.isAccessibleBy(new Thread(() -> {}))).isTrue();
    assertThat(segment.scope().isAlive()).isTrue();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> segment.get(JAVA_BYTE, size));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> segment.set(JAVA_BYTE, -1, (byte) 0));
    segment.fill((byte) 7);
    Thread.ofPlatform().start(() -> hakmem.free(segment)).join();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void allTheWaysToAllocateASegmentWork() {
    SegmentAllocator allocator = hakmem;
    assertThat(allocator.allocateFrom("grüß Gott").getString(0)).isEqualTo("grüß Gott");
    assertThat(allocator.allocateFrom(JAVA_INT, 1, 2, 3).toArray(JAVA_INT))
        .containsExactly(1, 2, 3);
    assertThat(allocator.allocateFrom(JAVA_LONG, 42).get(JAVA_LONG, 0)).isEqualTo(42);
    MemoryLayout layout = MemoryLayout.structLayout(JAVA_LONG, JAVA_INT).withByteAlignment(64);
    MemorySegment struct = allocator.allocate(layout);
    assertThat(struct.byteSize()).isEqualTo(12);
    assertThat(struct.address() % 64).isZero();
    assertThat(allocator.allocate(JAVA_INT, 10).byteSize()).isEqualTo(40);
    assertThat(allocator.allocate(17).byteSize()).isEqualTo(17);
  }

  @Test
  void segmentsOfNoBytesAreDistinctBlocks() {
    MemorySegment a = hakmem.allocate(0);
    MemorySegment b = hakmem.allocate(0);
    assertThat(a.address()).isNotEqualTo(b.address());
    hakmem.free(a);
    hakmem.free(b);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void whatCountsOnFreeingIsTheAddress() {
    MemorySegment segment = hakmem.allocate(100);
    hakmem.free(segment.asSlice(0, 10).asReadOnly());
    MemorySegment other = hakmem.allocate(100);
    hakmem.free(MemorySegment.ofAddress(other.address()));
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aSliceFromTheMiddleIsNoBlock() {
    MemorySegment segment = hakmem.allocate(3 << 20);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(segment.asSlice(64)))
        .withMessageContaining("64 bytes after its start");
    hakmem.free(segment);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 101, 5000, 600_000, 5 << 20})
  void aResizedSegmentHasTheNewBytesAndKeepsTheOld(long newSize) {
    MemorySegment segment = hakmem.allocate(100);
    segment.fill((byte) 7);
    MemorySegment resized = hakmem.reallocate(segment, newSize);
    assertThat(resized.byteSize()).isEqualTo(newSize);
    long kept = Math.min(100, newSize);
    assertThat(resized.asSlice(0, kept).toArray(JAVA_BYTE)).isEqualTo(filled(kept));
    hakmem.free(resized);
    Allocators.requireNothingLeft(hakmem);
  }

  private static byte[] filled(long bytes) {
    byte[] array = new byte[(int) bytes];
    Arrays.fill(array, (byte) 7);
    return array;
  }

  @Test
  void aSegmentThatStillFitsStaysWhereItIs() {
    MemorySegment segment = hakmem.allocate(100);
    MemorySegment resized = hakmem.reallocate(segment, hakmem.usableSize(segment.address()));
    assertThat(resized.address()).isEqualTo(segment.address());
    hakmem.free(resized);
  }

  @Test
  void whatIsNoBlockCantBeResized() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> hakmem.reallocate(MemorySegment.ofArray(new byte[8]), 16))
        .withMessageContaining("not an off-heap segment");
    MemorySegment segment = hakmem.allocate(100);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> hakmem.reallocate(segment, -1))
        .withMessageContaining("must not be negative");
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.reallocate(segment.asSlice(16), 200));
    hakmem.free(segment);
  }
}
