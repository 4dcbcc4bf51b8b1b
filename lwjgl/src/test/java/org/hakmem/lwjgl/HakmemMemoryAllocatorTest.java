package org.hakmem.lwjgl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.stream.IntStream;
import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.MemoryUtil.MemoryAllocator;

/** LWJGL's own calls, with the adapter chosen by LWJGL's own property. */
class HakmemMemoryAllocatorTest {

  private static final Hakmem HAKMEM = Hakmem.shared();

  private final MemoryAllocator allocator = MemoryUtil.getAllocator(false);
  private long liveBefore;

  @BeforeEach
  void count() {
    liveBefore = live();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(live()).isEqualTo(liveBefore);
  }

  private static long live() {
    return HAKMEM.stats().liveBlocks();
  }

  @Test
  void lwjglHasChosenIt() {
    // @start region="choose"
    Configuration.MEMORY_ALLOCATOR.set("org.hakmem.lwjgl.HakmemMemoryAllocator");
    // @end
    assertThat(allocator).isInstanceOf(HakmemMemoryAllocator.class);
  }

  @Test
  void buffersAreBlocks() {
    ByteBuffer buffer = MemoryUtil.memAlloc(1_000);
    assertThat(HAKMEM.usableSize(MemoryUtil.memAddress(buffer))).isGreaterThanOrEqualTo(1_000);
    IntStream.range(0, 1_000).forEach(i -> buffer.put(i, (byte) i));
    ByteBuffer longer = MemoryUtil.memRealloc(buffer, 100_000);
    assertThat(longer.get(999)).isEqualTo((byte) 999);
    assertThat(live()).isEqualTo(liveBefore + 1);
    MemoryUtil.memFree(longer);
  }

  @Test
  void clearedBuffersAreZero() {
    IntStream.range(0, 100).forEach(i -> MemoryUtil.memFree(dirty(4_096)));
    IntBuffer ints = MemoryUtil.memCallocInt(1_024);
    assertThat(IntStream.range(0, 1_024).map(ints::get)).containsOnly(0);
    MemoryUtil.memFree(ints);
  }

  private static ByteBuffer dirty(int bytes) {
    ByteBuffer buffer = MemoryUtil.memAlloc(bytes);
    MemoryUtil.memSet(buffer, -1);
    return buffer;
  }

  @Test
  void alignedBuffersAreAligned() {
    for (int alignment = 16; alignment <= 1 << 20; alignment *= 2) {
      ByteBuffer buffer = MemoryUtil.memAlignedAlloc(alignment, 100);
      assertThat(MemoryUtil.memAddress(buffer) % alignment).isZero();
      MemoryUtil.memAlignedFree(buffer);
    }
  }

  @Test
  void stringsAndPointers() {
    ByteBuffer text = MemoryUtil.memUTF8("naïve");
    PointerBuffer pointers = MemoryUtil.memAllocPointer(3).put(0, text);
    assertThat(MemoryUtil.memUTF8(pointers.get(0))).isEqualTo("naïve");
    MemoryUtil.memFree(pointers);
    MemoryUtil.memFree(text);
  }

  @Test
  void aStackOfItsOwn() {
    ByteBuffer memory = MemoryUtil.memAlloc(1 << 16);
    try (MemoryStack stack = MemoryStack.create(memory).push()) {
      assertThat(stack.mallocInt(4).put(0, 42).get(0)).isEqualTo(42);
    }
    MemoryUtil.memFree(memory);
  }

  @Test
  void freedByAnotherThread() throws InterruptedException {
    ByteBuffer buffer = MemoryUtil.memAlloc(64);
    Thread.ofVirtual().start(() -> MemoryUtil.memFree(buffer)).join();
  }

  @Test
  void memoryThatIsOutIsAnError() {
    assertThat(allocator.malloc(Long.MAX_VALUE)).isEqualTo(MemoryUtil.NULL);
    assertThat(allocator.calloc(1L << 32, 1L << 32)).as("overflow").isEqualTo(MemoryUtil.NULL);
    assertThat(allocator.calloc(1L << 31, 1L << 32)).as("overflow").isEqualTo(MemoryUtil.NULL);
    assertThat(allocator.malloc(-1)).isEqualTo(MemoryUtil.NULL);
    assertThat(allocator.aligned_alloc(24, 1)).as("no power of two").isEqualTo(MemoryUtil.NULL);
    long block = allocator.malloc(100);
    assertThat(allocator.realloc(block, Long.MAX_VALUE)).isEqualTo(MemoryUtil.NULL);
    allocator.free(block);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> MemoryUtil.nmemAllocChecked(Long.MAX_VALUE));
  }

  @Test
  void badFreesAreToldInJava() {
    long block = MemoryUtil.nmemAlloc(64);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> MemoryUtil.nmemFree(block + 1));
    MemoryUtil.nmemFree(block);
  }

  /** Through the function pointers, by real native code: LWJGL's own trampolines. */
  @Test
  void nativeCodeAllocatesAndFrees() {
    long block = JNI.invokePP(100, allocator.getMalloc());
    assertThat(HAKMEM.usableSize(block)).isEqualTo(112);
    block = JNI.invokePPP(block, 5_000, allocator.getRealloc());
    assertThat(HAKMEM.usableSize(block)).isGreaterThanOrEqualTo(5_000);
    JNI.invokePV(block, allocator.getFree());
    long zeroed = JNI.invokePPP(10, 100, allocator.getCalloc());
    assertThat(MemoryUtil.memByteBuffer(zeroed, 1_000).mismatch(ByteBuffer.allocate(1_000)))
        .isEqualTo(-1);
    JNI.invokePV(zeroed, allocator.getFree());
    long aligned = JNI.invokePPP(256, 100, allocator.getAlignedAlloc());
    assertThat(aligned % 256).isZero();
    JNI.invokePV(aligned, allocator.getAlignedFree());
  }

  /** An exception that left the function would end the process. */
  @Test
  void nativeCodeThatIsWrongChangesNothing() {
    assertThat(JNI.invokePP(-1, allocator.getMalloc())).isEqualTo(MemoryUtil.NULL);
    long block = JNI.invokePP(100, allocator.getMalloc());
    JNI.invokePV(block + 1, allocator.getFree());
    assertThat(JNI.invokePPP(block + 1, 10, allocator.getRealloc())).isEqualTo(MemoryUtil.NULL);
    JNI.invokePV(MemoryUtil.NULL, allocator.getFree());
    JNI.invokePV(block, allocator.getFree());
  }
}
