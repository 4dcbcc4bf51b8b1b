package org.hakmem.lab.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a JVM of its own, with this one's class path. What it prints goes through a
 * file, so that a program that prints much is not held up.
 */
public final class ForkedProgram {

  /** What Lincheck needs; and the project's own assertions, as Lincheck's make it slow. */
  private static final List<String> ALWAYS =
      List.of(
          "-ea:org.hakmem...",
          "-Xmx1g",
          "-XX:+EnableDynamicAgentLoading",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  /**
   * How it ended.
   *
   * @param status its exit status
   * @param output all that it printed
   */
  public record Ended(int status, String output) {}

  private final List<String> options = new ArrayList<>(ALWAYS);
  private final List<String> classPath = new ArrayList<>();

  private ForkedProgram(String... more) {
    options.addAll(List.of(more));
    classPath.add(System.getProperty("java.class.path"));
  }

  /** With this JVM's class path, for a program that runs for seconds. */
  public static ForkedProgram brief() {
    return new ForkedProgram("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /** With this JVM's class path, for a program that runs longer, and chooses its collector. */
  public static ForkedProgram lasting() {
    return new ForkedProgram();
  }

  /** Adds options of {@code java}. */
  public ForkedProgram with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Puts a folder of classes before all others. */
  public ForkedProgram before(Path classes) {
    classPath.addFirst(classes.toString());
    return this;
  }

  /**
   * Runs a main class.
   *
   * @throws IOException if it can't be started, or does not end within the limit
   */
  public Ended run(Duration limit, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    return run(limit, Path.of("").toAbsolutePath(), mainClass, arguments);
  }

  /** As the other, in another working directory. */
  public Ended run(Duration limit, Path folder, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(System.getProperty("path.separator"), classPath));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("hakmem-lab", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            mainClass + " did not end within " + limit.toSeconds() + " s: " + tail(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(output);
    }
  }

  private static String tail(Path output) throws IOException {
    String text = Files.readString(output);
    return text.substring(Math.max(0, text.length() - 500));
  }
}
