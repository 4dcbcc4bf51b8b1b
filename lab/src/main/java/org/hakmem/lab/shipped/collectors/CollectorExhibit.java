package org.hakmem.lab.shipped.collectors;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.shipped.ForkedProgram;

/** Larson's server simulation with ten threads, verified, under one garbage collector. */
public final class CollectorExhibit implements Exhibit {

  private static final double SECONDS = 1.5;
  private static final int THREADS = 10;
  private static final int MOST_THREADS = 100;
  private static final long SEED = 4141;
  private static final String UNIT = "operations";
  private static final Pattern OPERATIONS =
      Pattern.compile("^operations (\\d+), (.*)$", Pattern.MULTILINE);
  private static final String REFUSED = "Could not create the Java Virtual Machine";

  private final String name;
  private final String option;

  private CollectorExhibit(String name, String option) {
    this.name = name;
    this.option = option;
  }

  /** One for each collector that a JDK 25 may have. */
  public static List<CollectorExhibit> all() {
    return Stream.of("Serial", "Parallel", "G1", "Z", "Shenandoah")
        .map(each -> new CollectorExhibit(each.toLowerCase(Locale.ROOT), each))
        .toList();
  }

  @Override
  public String section() {
    return "Larson, 10 threads, verified, under each collector";
  }

  @Override
  public String name() {
    return "collector-" + name;
  }

  @Override
  public String source() {
    return "-XX:+Use" + option + "GC";
  }

  @Override
  public Verdict expected() {
    return Verdict.HOLDS;
  }

  @Override
  public Outcome run(Effort effort) throws IOException, InterruptedException {
    double seconds = SECONDS * effort.scale();
    ForkedProgram.Ended ended =
        ForkedProgram.lasting()
            .with("-Xmx128m", "-XX:+Use" + option + "GC")
            .run(
                Duration.ofSeconds(60 + (long) (seconds * 2)),
                VerifiedLarson.class.getName(),
                String.valueOf(seconds),
                String.valueOf(Math.min(MOST_THREADS, THREADS * effort.scale())),
                String.valueOf(effort.isLong() ? effort.seed() : SEED));
    if (ended.output().contains(REFUSED)) {
      return Outcome.unavailable(ended.output().lines().findFirst().orElse(REFUSED));
    }
    Matcher operations = OPERATIONS.matcher(ended.output());
    if (!operations.find()) {
      throw new IOException("ended with " + ended.status() + ": " + ended.output());
    }
    return new Outcome(
        ended.status() == 0 ? Verdict.HOLDS : Verdict.CAUGHT,
        Long.parseLong(operations.group(1)),
        UNIT,
        operations.group(2) + ended.output().substring(operations.end()));
  }
}
