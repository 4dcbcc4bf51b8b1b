package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("native-only")
class ScopedSegmentsTest {

  private static final byte OTHERS = 0x55;
  private static final int MARGIN = 64;

  /** {@code FreqInlineSize} of HotSpot on x86-64 and AArch64. */
  private static final int MOST_INLINED = 325;

  static LongStream sizes() {
    return LongStream.concat(
        LongStream.rangeClosed(0, 600),
        LongStream.of(4095, 4096, 16_383, 16_384, 16_385, 40_000, 100_001));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void zeroesAllBytesAndOfItsNeighboursAtMostTheGrain(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(bytes + 2 * MARGIN, 16).fill(OTHERS);

      ScopedSegments.zero(memory.address() + MARGIN, bytes);

      byte[] expected = new byte[(int) memory.byteSize()];
      Arrays.fill(expected, OTHERS);
      Arrays.fill(expected, MARGIN, (int) (MARGIN + bytes), (byte) 0);
      int end = (int) (MARGIN + Geometry.alignUp(bytes, 16));
      byte[] found = memory.toArray(JAVA_BYTE);
      Arrays.fill(found, (int) (MARGIN + bytes), end, OTHERS); // ours to write, or not
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void zeroingIsTooLongToBeInlined() throws IOException {
    String name = ScopedSegments.class.getSimpleName() + ".class";
    try (InputStream in = ScopedSegments.class.getResourceAsStream(name)) {
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      MethodModel zero =
          model.methods().stream()
              .filter(m -> m.methodName().equalsString("zero"))
              .filter(m -> m.methodType().equalsString("(JJ)V"))
              .findAny()
              .orElseThrow();
      CodeAttribute code = (CodeAttribute) zero.code().orElseThrow();
      assertThat(code.codeLength()).isGreaterThan(MOST_INLINED);
    }
  }
}
