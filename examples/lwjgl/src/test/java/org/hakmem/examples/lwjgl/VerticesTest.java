package org.hakmem.examples.lwjgl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class VerticesTest {

  @Test
  void theBufferIsABlockOfHakmem() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      Vertices.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "100,000 vertices in 1 block of hakmem, sum 4,999,950,000",
            "0 blocks after it was freed");
  }
}
