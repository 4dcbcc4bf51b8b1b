package org.hakmem.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each recipe, driven as its reader would. */
class RecipesTest {

  private static final Hakmem HAKMEM = Hakmem.shared();

  private long liveBefore;

  @BeforeEach
  void count() {
    liveBefore = HAKMEM.stats().liveBlocks();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(HAKMEM.stats().liveBlocks()).isEqualTo(liveBefore);
  }

  @Test
  void aTableThatGrows() {
    try (LongTable table = new LongTable()) {
      table.set(7, 42);
      while (table.length() < 1 << 20) {
        table.grow();
      }
      assertThat(table.get(7)).isEqualTo(42);
      assertThat(table.get(table.length() - 1)).isZero();
      assertThat(HAKMEM.stats().liveBlocks()).isEqualTo(liveBefore + 1);
    }
  }

  @Test
  void agronasBuffers() {
    UnsafeBuffer buffer = AgronaBuffers.allocate(HAKMEM, 1_000);
    assertThat(buffer.getLong(992)).isZero();
    buffer.putStringUtf8(0, "ring");
    assertThat(buffer.getStringUtf8(0)).isEqualTo("ring");
    AgronaBuffers.free(HAKMEM, buffer);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.getLong(0));
  }

  @Test
  void nativeCodeSortsABlock() throws Throwable {
    MemorySegment ints = HAKMEM.allocate(ValueLayout.JAVA_INT, 1_000);
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      ints.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt());
    }
    HandOver.sort(ints);
    assertThat(ints.toArray(ValueLayout.JAVA_INT)).isSorted();
    HAKMEM.free(ints);
  }

  @Test
  @SuppressWarnings("restricted")
  void nativeCodeFreesABlock() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      var free =
          Linker.nativeLinker()
              .downcallHandle(
                  HandOver.freeFunction(arena), FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
      free.invokeExact(HAKMEM.malloc(100));
    }
  }
}
