package org.hakmem.examples.zlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example does what it says. */
class ZlibExampleTest {

  @BeforeEach
  void requireZlib() {
    assumeTrue(hasZlib(), "libz.so.1 is missing (Debian's package zlib1g): the example is not run");
  }

  @SuppressWarnings("restricted")
  private static boolean hasZlib() {
    try (Arena arena = Arena.ofConfined()) {
      return SymbolLookup.libraryLookup("libz.so.1", arena).find("compress2").isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void printsWhatEachWayCameTo() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      ZlibExample.main(new String[0]);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("zlib 1."),
            line -> assertThat(line).matches("compress2: 10600 to \\d{2,3} bytes"),
            line -> assertThat(line).isEqualTo("the same again: true"),
            line -> assertThat(line).matches("deflate, in pieces: 10600 to \\d{2,3} bytes"),
            line -> assertThat(line).isEqualTo("the same to the JDK: true"),
            line -> assertThat(line).isEqualTo("requests served: 1000"));
  }

  /** Much that hardly shrinks, so that the pieces are many and the blocks large. */
  @Test
  void largeTextsGoThroughAndNothingIsLeft() throws Exception {
    String text =
        new java.util.Random(1)
            .ints(300_000, ' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      byte[] packed = ZlibExample.compress(hakmem, text);
      assertThat(ZlibExample.uncompress(hakmem, packed, text.length())).isEqualTo(text);
      assertThat(ZlibExample.inflateByJdk(packed, text.length())).isEqualTo(text);
      assertThat(ZlibExample.inflateByJdk(ZlibExample.deflate(hakmem, text), text.length()))
          .isEqualTo(text);
      assertThat(hakmem.stats().liveBlocks()).isZero();
    }
  }
}
