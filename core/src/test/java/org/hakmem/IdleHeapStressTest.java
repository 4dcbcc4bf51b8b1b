package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Heaps are taken from threads in the middle of their work, in every way of running Java code: the
 * argument for its soundness is about safepoints, and those are elsewhere in each.
 */
@Tag("slow")
@Tag("native-only")
class IdleHeapStressTest {

  @ParameterizedTest
  @CsvSource({
    "-Xint, 200000, platform",
    "-XX:TieredStopAtLevel=1, 4000000, platform",
    "-XX:+TieredCompilation, 4000000, platform",
    "-Xint, 200000, virtual",
    "-XX:TieredStopAtLevel=1, 4000000, virtual",
    "-XX:+TieredCompilation, 4000000, virtual"
  })
  void threadsKeepTheirBlocks(String mode, int rounds, String threads)
      throws IOException, InterruptedException {
    Path module = Path.of(System.getProperty("basedir", ""));
    String classPath =
        module.resolve("target/classes")
            + File.pathSeparator
            + module.resolve("target/test-classes");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                mode,
                "-ea",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                IdleHeapStress.class.getName(),
                Integer.toString(rounds),
                "3",
                threads)
            .redirectErrorStream(true)
            .start();
    String output;
    try (var in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(output).startsWith("sound");
    assertThat(process.waitFor()).isZero();
  }
}
