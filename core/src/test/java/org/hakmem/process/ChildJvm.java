package org.hakmem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hakmem.Hakmem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;

/** JVMs of their own, of the same installation, without the flags of this one. */
public final class ChildJvm {

  private static final long PATIENCE_SECONDS = 300;

  /**
   * What became of one.
   *
   * @param exit its exit status
   * @param out what it wrote to its standard output
   * @param err what it wrote to its standard error
   */
  public record Result(int exit, String out, String err) {}

  private ChildJvm() {}

  /** The folder of the allocator's classes. */
  public static Path mainClasses() {
    return folderOf(Hakmem.class);
  }

  /** The folder of the tests' classes. */
  public static Path testClasses() {
    return folderOf(ChildJvm.class);
  }

  /** The library that {@code Allocators} implements an interface of. */
  public static Path junit() {
    String url = String.valueOf(resource(AfterEachCallback.class));
    return Path.of(URI.create(url.substring("jar:".length(), url.indexOf('!'))));
  }

  /** A module's classes and those patched into it lie in different folders. */
  private static Path folderOf(Class<?> type) {
    Path file = Path.of(URI.create(String.valueOf(resource(type))));
    return file.resolve("../".repeat(type.getName().split("\\.").length)).normalize();
  }

  private static @Nullable URL resource(Class<?> type) {
    return type.getResource("/" + type.getName().replace('.', '/') + ".class");
  }

  /** A path of these folders and files. */
  public static String path(Path... parts) {
    return Stream.of(parts).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs {@code java} with {@code arguments} to its end. */
  public static Result run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path out = Files.createTempFile("hakmem", ".out");
    Path err = Files.createTempFile("hakmem", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
      Process child = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      child.destroyForcibly();
      Result result =
          new Result(ended ? child.exitValue() : -1, Files.readString(out), Files.readString(err));
      assertThat(ended).as("%s ended: %s", command, result).isTrue();
      return result;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
