package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hakmem.internal.memory.NativeMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs of their own, under a small {@code ulimit -v} or with system properties. */
class AddressSpaceTest {

  private static final long MIB = 1L << 20;
  private static final String BASH = "/bin/bash";

  /** What the child prints in place of its allocator's window when it has none. */
  private static final String REFUSED = "refused: ";

  private static final String WINDOW = "window ";

  /** A property that tells the child how many blocks of 1 MiB to allocate. */
  private static final String BLOCKS = "hakmem.test.blocks";

  /** A property that makes the child look at no others. */
  private static final String DEFAULTS = "hakmem.test.defaults";

  /** Allocates a little, and prints what it got. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      long spare = Long.parseLong(args[0]);
      try {
        if (spare > 0) {
          exhaustAddressSpace(spare);
        }
        boolean defaults = Boolean.getBoolean(DEFAULTS);
        Hakmem hakmem =
            Hakmem.create(defaults ? HakmemConfig.defaults() : HakmemConfig.fromSystemProperties());
        for (int i = 0; i < Integer.getInteger(BLOCKS, 1); i++) {
          hakmem.allocate(MIB).fill((byte) 1);
        }
        System.out.println(WINDOW + hakmem.stats().reservedBytes());
        hakmem.close();
      } catch (OutOfMemoryError e) {
        System.out.println(REFUSED + e.getMessage());
      }
    }

    /** Leaves about {@code spare} bytes of address space. */
    private static void exhaustAddressSpace(long spare) {
      NativeMemory memory = new NativeMemory(16 * MIB, false);
      long ballast = memory.map(spare, 1);
      for (long bytes = 1L << 40; bytes >= MIB / 4; bytes /= 2) {
        while (memory.map(bytes, 1) != 0) { // each time less is left
          Thread.onSpinWait();
        }
      }
      memory.unmap(ballast, spare);
    }
  }

  private static String folderOf(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource("/" + name));
    assumeTrue(url.startsWith("file:") && url.endsWith(name));
    return Path.of(URI.create(url.substring(0, url.length() - name.length()))).toString();
  }

  /** Runs the child under a limit in KiB, or "unlimited"; what it prints. */
  private static String run(String limit, long spare, String... options)
      throws IOException, InterruptedException {
    assumeTrue(new File(BASH).exists());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:ErrorFile=/dev/null",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            folderOf(Hakmem.class) + File.pathSeparator + folderOf(Child.class),
            Child.class.getName(),
            Long.toString(spare)));
    Path output = Files.createTempFile("hakmem", ".out");
    try {
      List<String> limited =
          new ArrayList<>(List.of(BASH, "-c", "ulimit -v " + limit + " && exec \"$@\"", "child"));
      limited.addAll(command);
      ProcessBuilder builder = new ProcessBuilder(limited);
      builder.environment().put("MALLOC_ARENA_MAX", "1"); // each takes 64 MiB of address space
      Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      child.destroyForcibly();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as("ended: %s", text).isTrue();
      return text;
    } finally {
      Files.delete(output);
    }
  }

  private static long window(String printed) {
    assertThat(printed.lines()).hasSize(1).first().asString().startsWith(WINDOW);
    return Long.parseLong(printed.strip().substring(WINDOW.length()));
  }

  /** The JVM alone takes some 300 MiB here, and the default is 4 GiB at least. */
  @Tag("native-only")
  @ParameterizedTest
  @ValueSource(longs = {600, 2_000})
  void underASmallLimitItReservesLess(long limitMiB) throws Exception {
    long window = window(run(Long.toString(limitMiB << 10), 0));
    assertThat(window).isBetween(16 * MIB, limitMiB / 2 * MIB);
  }

  @Tag("native-only")
  @Test
  void withoutALimitItReservesWhatIsConfigured() throws Exception {
    String option = "-Dorg.hakmem.reservationBytes=6g";
    assertThat(window(run("unlimited", 0, option))).isEqualTo(6L << 30);
  }

  @Tag("native-only")
  @Test
  void whenEvenTheLeastIsRefusedItSaysSoInOneLine() throws Exception {
    String printed = run(Long.toString(1 << 20), 12 * MIB);
    assertThat(printed.lines())
        .containsExactly(
            REFUSED
                + "hakmem can't start: the system refuses even 16777216 bytes of address space"
                + " (see ulimit -v)");
  }

  /** Portable memory reserves nothing, and takes what it needs. */
  @Test
  void portableMemoryNeedsLittle() throws Exception {
    String option = "-Dorg.hakmem.portableMemory=true";
    assertThat(window(run(Long.toString(600 << 10), 0, option))).isPositive();
  }

  /** Wherever the system puts it, which is not in one place, even if so little was asked for. */
  @Test
  void portableMemoryCanBeUsedAsFarAsConfigured() throws Exception {
    String[] options = {
      "-Dorg.hakmem.portableMemory=true",
      "-Dorg.hakmem.reservationBytes=256m",
      "-D" + BLOCKS + "=220",
      "-XX:MaxDirectMemorySize=1g"
    };
    assertThat(window(run("unlimited", 0, options))).isBetween(220 * MIB, 256 * MIB);
  }

  @Test
  void aBadPropertyIsNamed() throws Exception {
    String printed = run("unlimited", 0, "-Dorg.hakmem.maxBytes=lots");
    assertThat(printed).contains("org.hakmem.maxBytes=lots: must be from 65536");
  }

  /** Not even when they are closed, which the shared instance can't be. */
  @Test
  void theSharedInstancesPropertiesAreNoConcernOfOthers() throws Exception {
    String printed = run("unlimited", 0, "-Dorg.hakmem.maxBytes=lots", "-D" + DEFAULTS + "=true");
    assertThat(window(printed)).isPositive();
  }
}
