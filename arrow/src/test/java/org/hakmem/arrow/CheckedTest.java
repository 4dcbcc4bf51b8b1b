package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.CorruptionException;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.InvalidFreeException;
import org.hakmem.Safety;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a checked allocator finds of native code and others that have a buffer's address. */
class CheckedTest {

  private final Hakmem hakmem =
      Hakmem.create(HakmemConfig.builder().safety(Safety.CHECKED).build());

  /** Not closed: it counts a buffer whose release threw as not released. */
  private final RootAllocator allocator =
      new RootAllocator(
          RootAllocator.configBuilder()
              .allocationManagerFactory(HakmemAllocationManager.factory(hakmem))
              .build());

  @AfterEach
  void nothingIsLeft() {
    assertThat(hakmem.stats().liveBlocks()).isZero();
    hakmem.close();
  }

  @SuppressWarnings("restricted") // as native code would
  private static void write(long address) {
    MemorySegment.ofAddress(address).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
  }

  @Test
  void anOverrunIsFoundByTheRelease() {
    ArrowBuf buffer = allocator.buffer(128);
    write(buffer.memoryAddress() + 128);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(buffer::close)
        .withMessageContaining("of a block of 128 bytes, byte 128 holds 00 instead of fd");
  }

  @Test
  void aBlockFreedUnderABufferIsFoundByTheRelease() {
    ArrowBuf buffer = allocator.buffer(128);
    hakmem.free(buffer.memoryAddress());
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(buffer::close)
        .withMessageContaining("freed twice: a block of 128 bytes")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
  }

  @Test
  void aWriteAfterTheReleaseIsCounted() {
    ArrowBuf buffer = allocator.buffer(128);
    long address = buffer.memoryAddress();
    buffer.close();
    write(address + 7);
    hakmem.trim();
    assertThat(hakmem.stats().checked().lateWrites()).isEqualTo(1);
  }
}
