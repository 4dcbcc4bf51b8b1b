package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Beyond {@code maxBytes}. */
class MemoryLimitTest {

  private static final int MIB = 1 << 20;

  @RegisterExtension final OwnHakmem own = new OwnHakmem(settings -> settings.maxBytes(8 * MIB));

  @Test
  void anAllocationThrowsAndNothingIsLost() {
    HakmemByteBufAllocator allocator = own.allocator();
    ByteBuf buffer = allocator.directBuffer(MIB);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> allocator.directBuffer(8 * MIB))
        .withMessageContaining("org.hakmem.maxBytes");
    assertThat(own.liveBlocks()).isEqualTo(1);
    buffer.release();
    allocator.directBuffer(7 * MIB).release();
  }

  /** As if there were no Java heap for the object: its constructor throws. */
  @Test
  void aBlockIsFreedIfItsBufferCantBeMade() {
    HakmemByteBufAllocator allocator = own.allocator();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> allocator.newDirectBuffer(MIB, -1));
    assertThat(own.liveBlocks()).isZero();
  }

  @Test
  void growthThrowsAndTheBufferIsAsItWas() {
    ByteBuf buffer = own.allocator().directBuffer(MIB).writeLong(42);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> buffer.capacity(9 * MIB));
    assertThat(own.liveBlocks()).isEqualTo(1);
    assertThat(buffer.capacity()).isEqualTo(MIB);
    assertThat(buffer.readLong()).isEqualTo(42);
    buffer.release();
  }

  @Test
  void manySmallBuffersReachTheLimitAndAllCanBeReleased() {
    HakmemByteBufAllocator allocator = own.allocator();
    List<ByteBuf> buffers = new ArrayList<>();
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> {
          while (buffers.size() < 8 * MIB / 1_000) {
            buffers.add(allocator.directBuffer(1_000));
          }
        });
    assertThat(own.liveBlocks()).isEqualTo(buffers.size()).isGreaterThan(6 * MIB / 1_000);
    buffers.forEach(ByteBuf::release);
  }
}
