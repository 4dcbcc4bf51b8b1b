package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A direct buffer's capacity. */
class GrowthTest {

  private static final int MOST = 1 << 23;

  @RegisterExtension final OwnHakmem own = new OwnHakmem();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 100, 1_000, 100_000, 3_000_000})
  void growthKeepsTheContents(int start) {
    ByteBuf buffer = own.allocator().directBuffer(start, MOST);
    int filled = 0;
    for (int size = start; size <= MOST; size = size * 3 / 2 + 1) {
      buffer.capacity(size);
      assertThat(buffer.capacity()).isEqualTo(size);
      for (; filled < size; filled++) {
        buffer.setByte(filled, mark(filled));
      }
      requireMarked(buffer, filled);
    }
    buffer.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000, 700_000})
  void whatIsLeftAfterShrinkingIsAsItWas(int end) {
    ByteBuf buffer = own.allocator().directBuffer(1 << 20, MOST);
    for (int i = 0; i < 1 << 20; i++) {
      buffer.writeByte(mark(i));
    }
    buffer.capacity(end);
    assertThat(buffer.writerIndex()).isEqualTo(end);
    requireMarked(buffer, end);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> buffer.getByte(end));
    buffer.release();
  }

  @Test
  void whileTheBlockHasRoomNothingMoves() {
    ByteBuf buffer = own.allocator().directBuffer(1_100, MOST);
    long address = buffer.memoryAddress();
    int room = (int) own.hakmem().usableSize(address);
    assertThat(room).isGreaterThan(1_100);
    buffer.writerIndex(1_000);
    assertThat(buffer.maxFastWritableBytes()).isEqualTo(room - 1_000);
    buffer.ensureWritable(101);
    assertThat(buffer.capacity()).isEqualTo(room);
    assertThat(buffer.memoryAddress()).isEqualTo(address);
    buffer.setByte(room - 1, 7);
    buffer.release();
  }

  @Test
  void theRoomOfABlockIsNoMoreThanTheBufferMayHave() {
    ByteBuf buffer = own.allocator().directBuffer(1_100, 1_105);
    assertThat(buffer.maxFastWritableBytes()).isEqualTo(1_105);
    buffer.release();
  }

  @Test
  void viewsOfAGrownBufferAreOfItsNewMemory() {
    ByteBuf buffer = own.allocator().directBuffer(64, MOST);
    ByteBuf slice = buffer.slice(0, 64);
    buffer.internalNioBuffer(0, 64);
    buffer.capacity(1 << 20);
    ByteBuffer internal = buffer.internalNioBuffer(0, 1 << 20);
    internal.put(10, (byte) 9);
    assertThat(buffer.getByte(10)).isEqualTo((byte) 9);
    assertThat(slice.getByte(10)).isEqualTo((byte) 9);
    buffer.release();
  }

  private static byte mark(int index) {
    return (byte) (index * 31 + (index >> 8));
  }

  private static void requireMarked(ByteBuf buffer, int bytes) {
    byte[] contents = new byte[bytes];
    buffer.getBytes(0, contents);
    for (int i = 0; i < bytes; i++) {
      if (contents[i] != mark(i)) {
        assertThat(contents[i]).as("byte %s of %s", i, bytes).isEqualTo(mark(i));
      }
    }
  }
}
