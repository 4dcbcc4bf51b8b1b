package org.hakmem.proof.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fuzzes in a JVM of its own, with this one's class path, so that a crash of it is a finding. */
public final class FuzzProcess {

  private static final int MAX_INPUT_BYTES = 4_096;
  private static final int FIRST_PROGRAMS = 16;
  private static final int TAIL_LINES = 40;
  private static final long MAX_SEED = 0xFFFF_FFFFL;

  private final FuzzSettings settings;
  private final LongConsumer progress;
  private final List<String> options;

  /**
   * Creates one.
   *
   * @param progress receives the number of calls made so far
   * @param options more options of {@code java}
   */
  public FuzzProcess(FuzzSettings settings, LongConsumer progress, String... options) {
    this.settings = settings;
    this.progress = progress;
    this.options = List.of(options);
  }

  /** Returns whether Jazzer is on the class path, which the guided mode needs. */
  public static boolean hasJazzer() {
    try {
      Class.forName(
          "com.code_intelligence.jazzer.Jazzer", false, FuzzProcess.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Makes at least {@code operations} calls; returns the first finding, or null.
   *
   * @throws IOException if the process can't be started
   */
  public @Nullable FuzzReport run(FuzzMode mode, long seed, long operations)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("hakmem-fuzz");
    Path program = Files.createFile(folder.resolve("program"));
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command(mode, seed, operations, program))
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      List<String> lines = read(process);
      int status = process.waitFor();
      return report(status, lines, program, errors);
    } finally {
      process.destroyForcibly().waitFor();
      delete(folder);
    }
  }

  private List<String> command(FuzzMode mode, long seed, long operations, Path program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-ea:org.hakmem...",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+EnableDynamicAgentLoading"));
    command.addAll(options);
    command.addAll(FuzzChild.properties(mode, settings, seed, operations, program));
    command.add("-cp");
    command.add(absoluteClassPath());
    command.add(FuzzChild.class.getName());
    if (mode == FuzzMode.GUIDED) {
      command.addAll(
          List.of(
              "--target_class=" + GuidedTarget.class.getName(),
              "--instrumentation_includes=org.hakmem.*:org.hakmem.internal.**",
              "--custom_hook_includes=",
              "-seed=" + (seed & MAX_SEED),
              "-max_len=" + MAX_INPUT_BYTES,
              "-len_control=0", // short programs would spend their time making allocators
              "-rss_limit_mb=0",
              firstPrograms(program.resolveSibling("programs"), seed).toString()));
    }
    return command;
  }

  /** Makes a folder of random programs for Jazzer to begin with. */
  private static Path firstPrograms(Path folder, long seed) throws IOException {
    Files.createDirectory(folder);
    for (int i = 0; i < FIRST_PROGRAMS; i++) {
      Program program = Program.random(Mix.of(seed + i), MAX_INPUT_BYTES / Step.BYTES - 1);
      Files.write(folder.resolve(Integer.toString(i)), program.bytes());
    }
    return folder;
  }

  /** The process runs in another folder. */
  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, entries);
  }

  private List<String> read(Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(FuzzChild.PROGRESS)) {
          progress.accept(Long.parseLong(line.substring(FuzzChild.PROGRESS.length())));
        } else {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private static @Nullable FuzzReport report(
      int status, List<String> lines, Path program, Path errors) throws IOException {
    if (lines.contains(FuzzChild.DONE)) {
      return null;
    }
    int found = lines.indexOf(FuzzChild.FOUND);
    if (found >= 0 && lines.size() > found + 2) {
      return new FuzzReport(
          lines.get(found + 2), lines.subList(found + 3, lines.size()), lines.get(found + 1));
    }
    List<String> tail = new ArrayList<>(lines);
    tail.addAll(Files.readAllLines(errors, StandardCharsets.ISO_8859_1));
    return new FuzzReport(
        "the JVM ended with status " + status,
        tail.subList(Math.max(0, tail.size() - TAIL_LINES), tail.size()),
        LastProgram.read(program));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
