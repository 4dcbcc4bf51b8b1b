package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.CorruptionException;
import org.hakmem.InvalidFreeException;
import org.hakmem.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a checked allocator finds of native code and others that have a buffer's address. */
@EnabledIf("isNative")
class CheckedTest {

  @RegisterExtension final OwnHakmem own = new OwnHakmem(it -> it.safety(Safety.CHECKED));

  static boolean isNative() {
    return CheckedTest.class.getModule().isNativeAccessEnabled();
  }

  @SuppressWarnings("restricted") // as native code would
  private static void write(long address) {
    MemorySegment.ofAddress(address).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
  }

  @Test
  void anOverrunIsFoundByTheRelease() {
    ByteBuf buffer = own.allocator().directBuffer(100);
    assertThat(buffer.maxFastWritableBytes()).isEqualTo(100);
    long address = buffer.memoryAddress();
    write(address + 100);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(buffer::release)
        .withMessageContaining("of a block of 100 bytes, byte 100 holds 00 instead of fd")
        .satisfies(e -> assertThat(e.address()).isEqualTo(address));
  }

  @Test
  void anOverrunIsFoundByTheGrowth() {
    ByteBuf buffer = own.allocator().directBuffer(100).writeZero(100);
    write(buffer.memoryAddress() + 100);
    assertThatExceptionOfType(CorruptionException.class).isThrownBy(() -> buffer.writeByte(1));
    buffer.writeByte(1).release();
  }

  @Test
  void aBlockFreedUnderABufferIsFoundByTheRelease() {
    ByteBuf buffer = own.allocator().directBuffer(100);
    own.hakmem().free(buffer.memoryAddress());
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(buffer::release)
        .withMessageContaining("freed twice: a block of 100 bytes")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
  }

  @Test
  void aWriteAfterTheReleaseIsCounted() {
    ByteBuf buffer = own.allocator().directBuffer(100);
    long address = buffer.memoryAddress();
    buffer.release();
    write(address + 7);
    own.hakmem().trim();
    assertThat(own.hakmem().stats().checked().lateWrites()).isEqualTo(1);
  }
}
