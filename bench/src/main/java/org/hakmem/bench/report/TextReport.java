package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Median;
import org.hakmem.bench.workload.Workload;

/** The report for the terminal: tables that are Markdown as well. */
public final class TextReport {

  private static final double[] PERCENTILES = {50, 99, 99.9, 100};

  private final Plan plan;
  private final Results results;
  private final Figures figures;
  private final Summary summary;

  /** Prepares the report. */
  public TextReport(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
    figures = new Figures(plan, results);
    summary = new Summary(plan, results, figures);
  }

  /** All lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(summary.method()));
    lines.addAll(summary.gaps());
    for (Plan.Task task : results.measured(plan)) {
      lines.addAll(List.of("", "### " + task.workload().label(), ""));
      lines.addAll(List.of(summary.caption(task.workload()) + ".", ""));
      lines.addAll(table(task.workload()).lines());
      lines.addAll(latencies(task.workload()));
      List<String> undecided = summary.undecided(task.workload());
      if (!undecided.isEmpty()) {
        lines.add("");
        undecided.forEach(line -> lines.add("- " + line));
      }
    }
    lines.addAll(goals());
    return lines;
  }

  private TextTable table(Workload workload) {
    Quantity compared = figures.compared(workload);
    List<PeerName> ranking = figures.ranking(workload, compared);
    TextTable table =
        new TextTable(
            "peer", workload.unit().symbol(), "net of floor", "× best", "least–most", "peak MiB");
    for (PeerName peer : ranking) {
      List<Double> factors = figures.factors(workload, peer, ranking.getFirst(), compared);
      table.row(
          peer.label(),
          Numbers.of(figures.median(workload, peer, Quantity.FIGURE)),
          Numbers.of(net(workload, peer)),
          factors.isEmpty() ? Numbers.NONE : Numbers.of(Median.of(factors)),
          Numbers.range(factors),
          Numbers.of(peak(workload, peer)));
    }
    figures
        .median(workload, PeerName.FLOOR, Quantity.FIGURE)
        .ifPresent(floor ->
            table.row(
                PeerName.FLOOR.label(),
                Numbers.of(floor),
                Numbers.NONE,
                Numbers.NONE,
                Numbers.NONE,
                Numbers.of(peak(workload, PeerName.FLOOR))));
    return table;
  }

  /** Of times only: of other figures a difference means nothing. */
  private Optional<Double> net(Workload workload, PeerName peer) {
    return switch (workload.unit()) {
      case NANOS, MICROS, MILLIS -> figures.median(workload, peer, Quantity.NET_FIGURE);
      default -> Optional.empty();
    };
  }

  private Optional<Double> peak(Workload workload, PeerName peer) {
    boolean measured =
        results.rounds(workload, peer).stream().anyMatch(round -> round.reading().peakKib() > 0);
    return measured ? figures.median(workload, peer, Quantity.PEAK) : Optional.empty();
  }

  private List<String> latencies(Workload workload) {
    TextTable table =
        new TextTable(
            "single calls, ns",
            "malloc 50 %",
            "99 %",
            "99.9 %",
            "most",
            "free 50 %",
            "99 %",
            "99.9 %",
            "most");
    for (PeerName peer : plan.peers()) {
      Optional<Histogram> mallocs = results.mallocs(workload, peer);
      Optional<Histogram> frees = results.frees(workload, peer);
      if (mallocs.isPresent() && frees.isPresent()) {
        List<String> cells = new ArrayList<>(List.of(peer.label()));
        for (Histogram histogram : List.of(mallocs.get(), frees.get())) {
          for (double percentile : PERCENTILES) {
            cells.add(Numbers.of((double) histogram.getValueAtPercentile(percentile)));
          }
        }
        table.row(cells.toArray(String[]::new));
      }
    }
    if (table.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.lines());
    return lines;
  }

  private List<String> goals() {
    TextTable table = new TextTable("hakmem's", "wanted", "measured", "least–most", "reached");
    for (Verdict verdict : new Judge(plan, figures).verdicts()) {
      table.row(
          verdict.title(),
          verdict.wanted(),
          Numbers.of(verdict.measured()),
          Numbers.range(verdict.rounds()),
          verdict.reached() ? "yes" : "no");
    }
    if (table.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "### Goals", ""));
    lines.addAll(table.lines());
    return lines;
  }
}
