package org.hakmem.lwjgl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is thrown out of a function called by native code, which would end the process: {@link
 * Upcalls} runs here in JVMs of its own.
 */
class NativeFunctionsTest {

  private static final long PATIENCE_SECONDS = 300;

  /** HotSpot's own words for what a function must not do. */
  private static final String ENDED = "uncaught exception";

  /** Longs of a frame. */
  private static final int HALF_OF_8_KIB = 512;

  @TempDir Path folder;

  private String run(String mode, String heap, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                mode,
                heap,
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("error.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.lwjgl.system.allocator=" + HakmemMemoryAllocator.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Upcalls.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .directory(folder.toFile())
            .start();
    boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    child.destroyForcibly();
    assertThat(ended).as("ended").isTrue();
    return Files.readString(out);
  }

  private static void requireOk(String out) {
    assertThat(out).contains("ok: ").doesNotContainIgnoringCase(ENDED).doesNotContain("broken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:+TieredCompilation"})
  void badArguments(String mode) throws Exception {
    String out = run(mode, "-Xmx256m", "arguments");
    requireOk(out);
    assertThat(out).contains("free by native code, ignored", "realloc by native code, ignored");
  }

  /** The free that is wrong, or later calls that are right, find out. */
  @Test
  void doubleFreesThatAreFoundLate() throws Exception {
    requireOk(run("-XX:+TieredCompilation", "-Xmx256m", "late"));
  }

  @Test
  void aLoggerThatFails() throws Exception {
    requireOk(run("-XX:+TieredCompilation", "-Xmx256m", "logger"));
  }

  @Test
  void noJavaHeap() throws Exception {
    requireOk(run("-XX:+TieredCompilation", "-Xmx48m", "heap"));
  }

  /**
   * Calls at every depth that leaves half of the room that is asked for: all return, and no block
   * is lost. The room is for the call's way into Java; the allocator needs more, and finds none.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
  void theEndOfTheStack(String mode) throws Exception {
    String out = run(mode, "-Xmx256m", "stack", String.valueOf(HALF_OF_8_KIB));
    requireOk(out);
    assertThat(out).as("calls that met the end").doesNotContain(" refused=0 kept=0 ");
    assertThat(out).contains("calls by native code that failed without a log line: ");
  }

  /**
   * What pure Java can't do: without room for the function's first frame, where nothing can be
   * caught, HotSpot ends the process.
   */
  @Test
  void withoutRoomForTheFirstFrameTheVirtualMachineEnds() throws Exception {
    String out = run("-Xint", "-Xmx256m", "stack", "0");
    assertThat(out).containsIgnoringCase(ENDED).doesNotContain("ok: ");
  }
}
