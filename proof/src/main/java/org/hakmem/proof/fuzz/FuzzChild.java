package org.hakmem.proof.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.jspecify.annotations.Nullable;

/**
 * The process that fuzzes: a crash of its JVM is a finding, which the process that started it
 * reports.
 *
 * <p>It prints {@value #PROGRESS} and a number from time to time, and in the end {@value #DONE} or
 * {@value #FOUND} with the report's lines after it.
 */
public final class FuzzChild {

  static final String PROGRESS = "#progress ";
  static final String DONE = "#done";
  static final String FOUND = "#found";

  private static final String PREFIX = "org.hakmem.proof.";
  private static final long PERIOD_NANOS = 500_000_000;

  private static final PrintStream OUT =
      new PrintStream(System.out, true, StandardCharsets.UTF_8); // Jazzer may redirect System.out

  private static long lastNanos = System.nanoTime();

  private FuzzChild() {}

  /**
   * Fuzzes as its system properties say.
   *
   * @param args options for libFuzzer
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    LastProgram.keepIn(Path.of(property("program")));
    long seed = Long.parseLong(property("seed"));
    FuzzSettings settings = settings();
    switch (FuzzMode.valueOf(property("mode"))) {
      case SEEDED -> end(new SeededCampaign(settings, FuzzChild::progress).run(seed, operations()));
      case THREADS ->
          end(new ThreadsCampaign(settings, FuzzChild::progress).run(seed, operations()));
      case GUIDED -> Jazzer.main(args);
    }
  }

  private static String property(String name) {
    return System.getProperty(PREFIX + name, "");
  }

  static List<String> properties(
      FuzzMode mode, FuzzSettings settings, long seed, long operations, Path program) {
    Safety safety = settings.safety();
    return List.of(
        option("mode", mode.name()),
        option("seed", Long.toString(seed)),
        option("operations", Long.toString(operations)),
        option("program", program.toString()),
        option("safety", safety == null ? "" : safety.name().toLowerCase(Locale.ROOT)));
  }

  /** Returns the option of {@code java} that sets one of the properties. */
  static String option(String name, String value) {
    return "-D" + PREFIX + name + "=" + value;
  }

  static long operations() {
    return Long.parseLong(property("operations"));
  }

  static FuzzSettings settings() {
    String safety = property("safety");
    return new FuzzSettings(
        factory(), safety.isEmpty() ? null : Safety.valueOf(safety.toUpperCase(Locale.ROOT)));
  }

  /** The allocator itself, unless a test names a class with a seeded fault. */
  private static Function<HakmemConfig, Subject> factory() {
    String name = property("subject");
    if (name.isEmpty()) {
      return HakmemSubject::new;
    }
    return config -> {
      try {
        return Class.forName(name)
            .asSubclass(Subject.class)
            .getDeclaredConstructor(HakmemConfig.class)
            .newInstance(config);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(PREFIX + "subject: " + name, e);
      }
    };
  }

  static void progress(long done) {
    long now = System.nanoTime();
    if (now - lastNanos > PERIOD_NANOS) {
      lastNanos = now;
      OUT.println(PROGRESS + done);
    }
  }

  /** Prints how it ended and ends the JVM at once: Jazzer takes any other end for a finding. */
  static void end(@Nullable FuzzReport report) {
    if (report == null) {
      OUT.println(DONE);
    } else {
      OUT.println(FOUND);
      OUT.println(report.repeat());
      OUT.println(report.message().lines().findFirst().orElse(""));
      report.lines().forEach(OUT::println);
    }
    OUT.flush();
    Runtime.getRuntime().halt(report == null ? 0 : 1);
  }
}
