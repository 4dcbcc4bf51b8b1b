package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.report.LineChart.Line;
import org.hakmem.bench.run.Measured;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Workload;

/** The charts of a workload. */
final class Charts {

  private static final double PERCENT = 100;

  private static final double TEN = 10;

  /** Each a thousand times the one before. */
  private static final List<String> UNITS = List.of("ns", "µs", "ms", "s");

  private static final int STEP = 3;

  /** Points of a curve that are nearer to each other can't be told apart. */
  private static final double LEAST_STEP = 0.02;

  /** Curves end where fewer than so many calls are left to the right: those are chance. */
  private static final int LEAST_CALLS = 3;

  private final Plan plan;
  private final Results results;

  Charts(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
  }

  /** A chart and who is in it. */
  record Chart(String title, String svg, List<PeerName> peers) {

    Chart {
      peers = List.copyOf(peers);
    }
  }

  /** Resident memory over time, less an idle JVM's, in the last round; if there is anything. */
  Optional<Chart> memory(Workload workload) {
    List<Line> lines = new ArrayList<>();
    for (PeerName peer : plan.peers()) {
      List<Measured> rounds = results.rounds(workload, peer);
      List<Measured.Point> points = rounds.isEmpty() ? List.of() : rounds.getLast().memory();
      if (points.size() > 1) {
        long base = results.baseKib(rounds.getLast());
        lines.add(
            new Line(
                peer,
                points.stream().map(Measured.Point::seconds).toList(),
                points.stream().map(point -> mib(point.kib() - base)).toList()));
      }
    }
    return chart(
        "Resident memory over time, less an idle JVM's",
        new LineChart("seconds since the warm-up", "MiB").fromZero(),
        lines);
  }

  /** How long single allocations took, if that was measured. */
  Optional<Chart> mallocs(Workload workload) {
    return latency("A single malloc, by percentile", peer -> results.mallocs(workload, peer));
  }

  /** How long single frees took, if that was measured. */
  Optional<Chart> frees(Workload workload) {
    return latency("A single free, by percentile", peer -> results.frees(workload, peer));
  }

  private interface Source {
    Optional<Histogram> of(PeerName peer);
  }

  private Optional<Chart> latency(String title, Source source) {
    List<Line> lines = new ArrayList<>();
    for (PeerName peer : plan.peers()) {
      source.of(peer).map(histogram -> curve(peer, histogram)).ifPresent(lines::add);
    }
    lines.removeIf(line -> line.xs().size() < 2);
    return chart(
        title,
        new LineChart("percentile of the calls", "").labelled(Charts::percentile, Charts::duration),
        lines);
  }

  private static Optional<Chart> chart(String title, LineChart chart, List<Line> lines) {
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chart(title, chart.svg(lines), lines.stream().map(Line::peer).toList()));
  }

  /** Both by powers of ten; right of n are the slowest calls, one in 10^n. */
  private static Line curve(PeerName peer, Histogram histogram) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (HistogramIterationValue value : histogram.recordedValues()) {
      long left = histogram.getTotalCount() - value.getTotalCountToThisValue();
      double x = Math.log10((double) histogram.getTotalCount() / Math.max(1, left));
      if (left >= LEAST_CALLS && (xs.isEmpty() || x - xs.getLast() >= LEAST_STEP)) {
        xs.add(x);
        ys.add(Math.log10((double) Math.max(1, value.getValueIteratedTo())));
      }
    }
    return new Line(peer, xs, ys);
  }

  /**
   * As {@code 99.9 %} for 3: one in 1,000 is slower. No two powers get the same label, else XChart
   * leaves all out.
   */
  static String percentile(double power) {
    double percent = PERCENT - PERCENT / Math.pow(TEN, power);
    int decimals = Math.max(0, (int) Math.ceil(power) - 2);
    return String.format(Locale.ROOT, "%." + decimals + "f %%", percent);
  }

  /** As {@code 10 µs} for 4, which is 10,000 ns. */
  static String duration(double power) {
    int unit = Math.clamp((int) Math.floor(power / STEP), 0, UNITS.size() - 1);
    double number = Math.pow(TEN, power - unit * STEP);
    return String.format(
        Locale.ROOT,
        number < 9.5 && number % 1 > 0.05 ? "%.1f %s" : "%.0f %s",
        number,
        UNITS.get(unit));
  }

  private static double mib(long kib) {
    return Math.max(0, kib) / Figures.KIB_PER_MIB;
  }
}
