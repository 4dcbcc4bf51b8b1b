package org.hakmem.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of a checked allocator: each has a scope of its own, which its free ends. */
@Tag("native-only")
class SegmentsTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = Callers.checked(allocators);
  }

  private static void assertEnded(MemorySegment segment) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> segment.get(JAVA_BYTE, 0))
        .withMessage("Already closed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 50, 5_000, 300_000, 2 << 20, 40 << 20})
  void anAccessAfterTheFreeThrows(long size) {
    MemorySegment segment = Callers.allocatesSegment(hakmem, size);
    MemorySegment other = hakmem.allocate(size);
    segment.set(JAVA_BYTE, size - 1, (byte) 1);
    hakmem.free(segment);
    assertEnded(segment);
    other.set(JAVA_BYTE, size - 1, (byte) 1);
    hakmem.free(other.address());
    assertEnded(other);
    assertThat(hakmem.describe(segment.address())).contains("Callers.allocatesSegment");
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource
  void byAnyThread(Callers.Kind kind) throws InterruptedException {
    MemorySegment segment = hakmem.allocate(64);
    kind.run(() -> {
      segment.set(JAVA_BYTE, 0, (byte) 1);
      hakmem.free(segment);
    });
    assertEnded(segment);
    kind.run(() -> assertEnded(segment));
  }

  @Test
  void theOldSegmentOfAReallocationEnds() {
    MemorySegment segment = hakmem.allocate(64);
    segment.fill((byte) 7);
    MemorySegment longer = hakmem.reallocate(segment, 100);
    assertEnded(segment);
    assertThat(longer.get(JAVA_BYTE, 63)).isEqualTo((byte) 7);
    assertThat(longer.byteSize()).isEqualTo(100);
    hakmem.free(longer);
    assertEnded(longer);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void segmentsFreedTwiceAreRefusedWithBothStacks() {
    MemorySegment segment = Callers.allocatesSegment(hakmem, 64);
    Callers.frees(hakmem, segment.address());
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(segment))
        .withMessageContaining("freed twice: a block of 64 bytes")
        .satisfies(e -> assertThat(Callers.stacks(e)).hasSize(2));
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.reallocate(segment, 10));
  }

  /** Its address is the other block's by then. */
  @Test
  void anEndedSegmentDoesNotFreeTheNextBlockAtItsAddress() {
    MemorySegment segment = Callers.allocatesSegment(hakmem, 50 << 20);
    MemorySegment next = successor(segment);
    for (int tries = 0; next.address() != segment.address() && tries < 100; tries++) {
      segment = next; // the JVM has mapped something there meanwhile
      next = successor(segment);
    }
    MemorySegment ended = segment;
    assertThat(next.address()).as("mapped where the first was").isEqualTo(ended.address());
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(ended))
        .withMessageContaining("freed twice")
        .satisfies(e -> assertThat(Callers.stacks(e)).hasSize(2));
    next.set(JAVA_BYTE, 0, (byte) 1);
    hakmem.free(next);
  }

  /** A segment that is likely to get the address of {@code segment}, which is freed. */
  private MemorySegment successor(MemorySegment segment) {
    hakmem.free(segment);
    hakmem.trim();
    return Callers.allocatesSegment(hakmem, 50 << 20);
  }

  @Test
  void anEndedSegmentOfAnArenaIsRefused() {
    MemorySegment segment;
    try (Arena arena = Arena.ofConfined()) {
      segment = arena.allocate(64);
    }
    assertThatExceptionOfType(InvalidFreeException.class).isThrownBy(() -> hakmem.free(segment));
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> allocators.create().free(segment))
        .withMessageContaining("scope has ended");
  }

  @Test
  void closingTheAllocatorEndsSegments() {
    MemorySegment segment = hakmem.allocate(64);
    hakmem.free(hakmem.allocate(64));
    hakmem.close();
    assertEnded(segment);
  }
}
