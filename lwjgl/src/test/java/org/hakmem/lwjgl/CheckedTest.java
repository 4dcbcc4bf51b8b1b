package org.hakmem.lwjgl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.hakmem.CorruptionException;
import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryUtil;

/** LWJGL's own calls with {@code org.hakmem.safety=checked}, which this execution sets. */
class CheckedTest {

  private static final Hakmem HAKMEM = Hakmem.shared();

  @AfterEach
  void nothingIsLeft() {
    assertThat(HAKMEM.stats().liveBlocks()).isZero();
  }

  @Test
  void anOverrunIsFoundByTheFree() {
    ByteBuffer buffer = MemoryUtil.memAlloc(100);
    long address = MemoryUtil.memAddress(buffer);
    assertThat(HAKMEM.usableSize(address)).isEqualTo(100);
    MemoryUtil.memPutByte(address + 100, (byte) 0);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> MemoryUtil.memFree(buffer))
        .withMessageContaining("of a block of 100 bytes, byte 100 holds 00 instead of fd");
  }

  @Test
  void aDoubleFreeHasBothStacks() {
    ByteBuffer buffer = MemoryUtil.memAlloc(100);
    MemoryUtil.memFree(buffer);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> MemoryUtil.memFree(buffer))
        .withMessageContaining("freed twice: a block of 100 bytes")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
  }

  @Test
  void nativeCodeThatFreesTwiceChangesNothing() {
    long block = JNI.invokePP(100, MemoryUtil.getAllocator(false).getMalloc());
    JNI.invokePV(block, MemoryUtil.getAllocator(false).getFree());
    JNI.invokePV(block, MemoryUtil.getAllocator(false).getFree());
  }

  @Test
  void aLateWriteIsCounted() {
    long before = HAKMEM.stats().checked().lateWrites();
    ByteBuffer buffer = MemoryUtil.memAlloc(100);
    MemoryUtil.memFree(buffer);
    MemoryUtil.memPutByte(MemoryUtil.memAddress(buffer), (byte) 1);
    HAKMEM.trim();
    assertThat(HAKMEM.stats().checked().lateWrites()).isEqualTo(before + 1);
  }
}
