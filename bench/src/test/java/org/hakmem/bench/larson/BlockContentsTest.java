package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockContentsTest {

  private static final byte GUARD = 0x5A;
  private static final int BEFORE = 16;

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void closeArena() {
    arena.close();
  }

  static IntStream sizes() {
    return IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(127, 128, 999, 65_537));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void whatIsWrittenMatches(int size) {
    MemorySegment memory = guarded(size);
    long ticket = Ticket.of(size, 7);

    BlockContents.write(memory.address() + BEFORE, ticket);

    assertThat(BlockContents.matches(memory.address() + BEFORE, ticket)).isTrue();
    assertThat(memory.get(ValueLayout.JAVA_BYTE, BEFORE)).isEqualTo((byte) 'a');
    if (size > 1) {
      assertThat(memory.get(ValueLayout.JAVA_BYTE, BEFORE + 1)).isEqualTo((byte) 'b');
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void nothingIsWrittenOutsideTheBlock(int size) {
    MemorySegment memory = guarded(size);

    BlockContents.write(memory.address() + BEFORE, Ticket.of(size, 7));

    for (long offset = 0; offset < memory.byteSize(); offset++) {
      if (offset < BEFORE || offset >= BEFORE + size) {
        assertThat(memory.get(ValueLayout.JAVA_BYTE, offset)).isEqualTo(GUARD);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyChangedByteIsFoundAndNamed(int size) {
    MemorySegment memory = guarded(size);
    long address = memory.address() + BEFORE;
    long ticket = Ticket.of(size, 7);
    BlockContents.write(address, ticket);
    // All offsets of small blocks, some of large ones.
    int step = Math.max(1, size / 500);

    for (int offset = 0; offset < size; offset += step) {
      byte right = memory.get(ValueLayout.JAVA_BYTE, BEFORE + offset);
      byte wrong = (byte) (right ^ 0x80);
      memory.set(ValueLayout.JAVA_BYTE, BEFORE + offset, wrong);

      assertThat(BlockContents.matches(address, ticket)).isFalse();
      assertThat(BlockContents.corruption(address, ticket))
          .isEqualTo(new Corruption(address, size, offset, right & 0xFF, wrong & 0xFF));

      memory.set(ValueLayout.JAVA_BYTE, BEFORE + offset, right);
    }
    assertThat(BlockContents.matches(address, ticket)).isTrue();
  }

  @Test
  void theSizeStandsInTheHeader() {
    MemorySegment memory = guarded(100);

    BlockContents.write(memory.address() + BEFORE, Ticket.of(100, 7));

    assertThat(memory.get(ValueLayout.JAVA_INT_UNALIGNED, BEFORE + 4)).isEqualTo(100);
  }

  @Test
  void anEarlierBlocksContentsDoNotMatch() {
    MemorySegment memory = guarded(64);
    long address = memory.address() + BEFORE;

    BlockContents.write(address, Ticket.of(64, 7));

    assertThat(BlockContents.matches(address, Ticket.of(64, 8))).isFalse();
  }

  @Test
  void anotherBlocksContentsDoNotMatch() {
    MemorySegment memory = guarded(128);
    long address = memory.address() + BEFORE;
    long ticket = Ticket.of(64, 7);
    BlockContents.write(address, ticket);

    MemorySegment.copy(memory, BEFORE, memory, BEFORE + 64, 64);

    assertThat(BlockContents.matches(address + 64, ticket)).isFalse();
  }

  @Test
  void aBlockThatIsRightAtTheSecondLookIsDescribedAsSuch() {
    MemorySegment memory = guarded(64);
    long address = memory.address() + BEFORE;
    BlockContents.write(address, Ticket.of(64, 7));

    assertThat(BlockContents.corruption(address, Ticket.of(64, 7)).describe())
        .endsWith("right at the second look");
  }

  private MemorySegment guarded(int size) {
    return arena.allocate(size + 2L * BEFORE, BEFORE).fill(GUARD);
  }
}
