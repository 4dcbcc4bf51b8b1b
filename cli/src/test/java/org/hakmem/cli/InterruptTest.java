package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C, in a JVM of its own: it prints the summary so far. */
class InterruptTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  @Test
  void printsTheSummarySoFar() throws IOException, InterruptedException {
    assumeThat(STATUS).exists();
    Process larson = start();
    try {
      awaitProgress(larson);

      // A program that was started in the background may ignore SIGINT; the JVM treats both alike.
      int signal = isIgnored(larson, SIGINT) ? SIGTERM : SIGINT;
      new ProcessBuilder("kill", "-" + signal, Long.toString(larson.pid())).start().waitFor();

      String summary = new String(larson.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(summary)
          .contains("corruptions            0")
          .contains("verdict                valid");
      assertThat(larson.waitFor()).isEqualTo(128 + signal);
    } finally {
      larson.destroyForcibly();
      larson.waitFor(1, TimeUnit.HOURS);
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "larson",
                "3600",
                "2",
                "--slots",
                "100"))
        .start();
  }

  /** Progress means that the threads run; it comes every few seconds. */
  private static void awaitProgress(Process process) throws IOException {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    String line;
    do {
      line = lines.readLine();
      assertThat(line).as("a line of progress before the end").isNotNull();
    } while (!line.endsWith("resident"));
  }

  /** The bit mask of ignored signals has the lowest bit for signal 1. */
  private static boolean isIgnored(Process process, int signal) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask, 16) & 1L << (signal - 1)) != 0;
  }
}
