package org.hakmem.bench.jmh;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hakmem.bench.jmh.SpeedResults.Quantity;
import org.hakmem.bench.peers.PeerName;

/** Writes the results as Markdown. */
final class SpeedReport {

  private final SpeedOptions options;
  private final SpeedResults results;

  SpeedReport(SpeedOptions options, SpeedResults results) {
    this.options = options;
    this.results = results;
  }

  /** The whole report. */
  String toMarkdown() {
    return "%s%n%n%s%n%n%s%n".formatted(heading(), figures(), goals());
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "Medians of %d interleaved rounds of %s s after %s s of warm-up, a JVM each;"
            + " other programs disturbed %d of %d readings. %s.",
        options.rounds(),
        options.seconds(),
        options.warmupSeconds(),
        results.disturbed(),
        results.readings(),
        Machine.describe());
  }

  private String figures() {
    String head = options.peers().stream().map(PeerName::label).collect(Collectors.joining(" | "));
    StringBuilder table = new StringBuilder("| workload | %s |%n".formatted(head));
    table.append("|---|").append("---|".repeat(options.peers().size()));
    for (Workload workload : options.workloads()) {
      table.append(row("%s, %s".formatted(workload.label(), workload.unit()), workload, false));
      if (workload.netOfFloor()) {
        table.append(row("%s net of floor, ns".formatted(workload.label()), workload, true));
      }
      if (workload.hasResident()) {
        table.append(residentRow(workload));
      }
    }
    return table.toString();
  }

  private String row(String title, Workload workload, boolean net) {
    return options.peers().stream()
        .map(peer ->
            net
                ? results.net(workload, peer, Quantity.VALUE)
                : results.rounds(workload, peer, Quantity.VALUE))
        .map(rounds -> number(rounds, 1))
        .collect(Collectors.joining(" | ", "%n| %s | ".formatted(title), " |"));
  }

  private String residentRow(Workload workload) {
    return options.peers().stream()
        .map(peer -> results.net(workload, peer, Quantity.RESIDENT))
        .map(rounds -> number(rounds, 1_024))
        .collect(
            Collectors.joining(
                " | ", "%n| %s resident, MiB net of floor | ".formatted(workload.label()), " |"));
  }

  private String goals() {
    return Goal.ALL.stream()
        .filter(goal -> options.workloads().contains(goal.workload()))
        .map(this::row)
        .collect(
            Collectors.joining(
                "%n".formatted(),
                "| hakmem's | wanted | measured | least–most | reached |%n|---|---|---|---|---|%n"
                    .formatted(),
                ""));
  }

  private String row(Goal goal) {
    List<Double> ratios = results.ratios(goal.workload(), goal.peer(), goal.quantity());
    if (ratios.isEmpty()) {
      return "| %s | %s | – | – | – |".formatted(goal.title(), goal.wanted());
    }
    double ratio = Medians.median(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f–%.2f | %s |",
        goal.title(),
        goal.wanted(),
        ratio,
        Objects.requireNonNull(Collections.min(ratios)),
        Objects.requireNonNull(Collections.max(ratios)),
        goal.isReachedBy(ratio) ? "yes" : "no");
  }

  private static String number(List<Double> rounds, double divisor) {
    return rounds.isEmpty()
        ? "–"
        : String.format(Locale.ROOT, "%.1f", Medians.median(rounds) / divisor);
  }
}
