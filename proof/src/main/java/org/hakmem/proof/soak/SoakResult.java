package org.hakmem.proof.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a soak.
 *
 * @param seed the seed of all random choices
 * @param seconds the time that it took
 * @param rounds rounds that ended
 * @param operations calls made
 * @param finding the first difference from the documentation, with its stack trace, or null
 * @param samples all samples
 * @param trends what was fitted to those after the warm-up; empty if there were too few
 */
public record SoakResult(
    long seed,
    double seconds,
    long rounds,
    long operations,
    @Nullable String finding,
    List<Sample> samples,
    List<Trend> trends) {

  private static final double MIB = 1 << 20;
  private static final double RESIDENT_ALLOWANCE = 8 * MIB;
  private static final double HEAP_ALLOWANCE = 2 * MIB;
  private static final int MIN_SAMPLES = 4;

  /** Part of the samples that counts as warm-up, but at most as many as in five minutes. */
  private static final double WARM_UP_SHARE = 0.25;

  private static final int MAX_WARM_UP = 300;

  /** Copies the lists. */
  public SoakResult {
    samples = List.copyOf(samples);
    trends = List.copyOf(trends);
  }

  static List<Trend> trends(List<Sample> samples) {
    int warmUp = Math.min(MAX_WARM_UP, (int) (samples.size() * WARM_UP_SHARE));
    List<Sample> rest = samples.subList(warmUp, samples.size());
    List<Trend> trends = new ArrayList<>();
    add(trends, "process resident", rest, Sample::processResident, RESIDENT_ALLOWANCE);
    add(trends, "allocators resident", rest, Sample::resident, RESIDENT_ALLOWANCE);
    add(trends, "allocators committed", rest, Sample::committed, RESIDENT_ALLOWANCE);
    List<Sample> collected = rest.stream().filter(sample -> sample.heap() >= 0).toList();
    add(trends, "Java heap after GC", collected, Sample::heap, HEAP_ALLOWANCE);
    return trends;
  }

  private static void add(
      List<Trend> trends,
      String name,
      List<Sample> samples,
      ToLongFunction<Sample> value,
      double allowance) {
    if (samples.size() >= MIN_SAMPLES) {
      List<Double> values = samples.stream().map(s -> (double) value.applyAsLong(s)).toList();
      trends.add(Trend.of(name, values, allowance));
    }
  }

  /** Returns whether nothing was found and nothing grows. */
  public boolean passed() {
    return finding == null && trends.stream().noneMatch(Trend::isUpward);
  }

  /** Returns the report as lines of text. */
  public List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%.0f s, %,d rounds, %,d calls, seed %d",
            seconds,
            rounds,
            operations,
            seed));
    lines.add("MiB                         mean   growth (99 % confidence)      allowed");
    for (Trend trend : trends) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %9.1f  %+7.1f (%+.1f to %+.1f)  %9.1f  %s",
              trend.name(),
              trend.mean() / MIB,
              trend.growth() / MIB,
              trend.growthLow() / MIB,
              trend.growthHigh() / MIB,
              trend.allowed() / MIB,
              trend.isUpward() ? "trends upward" : "steady"));
    }
    if (finding != null) {
      lines.add("finding: " + finding);
    }
    lines.add(passed() ? "passed" : "failed");
    return lines;
  }
}
