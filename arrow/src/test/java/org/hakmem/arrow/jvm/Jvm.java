package org.hakmem.arrow.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a {@link Program} in a JVM of its own, with what a user's program would have and no more.
 */
final class Jvm {

  private static final String OPENS = "--add-opens=java.base/java.nio=";

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private Jvm() {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
  }

  /** One with these, in this order, on its class path. */
  static Jvm onClassPath(List<Path> libraries) {
    Jvm jvm = new Jvm();
    jvm.options(OPENS + "ALL-UNNAMED", "-cp", path(libraries, List.of(of(Program.class))));
    return jvm;
  }

  /** One with these as modules; only the program itself is in none. */
  static Jvm onModulePath(List<Path> libraries) {
    Jvm jvm = new Jvm();
    jvm.options(OPENS + "org.apache.arrow.memory.core", "--add-modules=org.hakmem.arrow");
    jvm.options("-p", path(libraries, List.of()), "-cp", of(Program.class).toString());
    return jvm;
  }

  /** Adds options. */
  Jvm options(String... options) {
    command.addAll(List.of(options));
    return this;
  }

  /** Sets an environment variable. */
  Jvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What the program prints; it has to end well. */
  List<String> run(String program) throws IOException, InterruptedException {
    return run(program, 0);
  }

  /** What it prints where it has to fail. */
  String fail(String program) throws IOException, InterruptedException {
    return String.join("\n", run(program, 1));
  }

  private List<String> run(String program, int exit) throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    Path errors = Files.createTempFile("program", ".err");
    try {
      List<String> whole = new ArrayList<>(command);
      whole.addAll(List.of(Program.class.getName(), program));
      ProcessBuilder builder = new ProcessBuilder(whole);
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(errors, UTF_8);
      assertThat(ended).as("ended; it said %s", said).isTrue();
      assertThat(process.exitValue()).as("exit status; it said %s", said).isEqualTo(exit);
      List<String> printed = Files.readAllLines(output, UTF_8);
      return exit == 0 ? printed : Stream.concat(printed.stream(), said.lines()).toList();
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** The jar, or folder of classes, that a class is from. */
  static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for a class that is not to be initialised here. */
  static Path of(String type) {
    try {
      return of(Class.forName(type, false, Jvm.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(List<Path> libraries, List<Path> more) {
    return Stream.of(libraries, more)
        .flatMap(List::stream)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
