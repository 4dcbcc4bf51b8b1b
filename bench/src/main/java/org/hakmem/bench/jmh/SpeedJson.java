package org.hakmem.bench.jmh;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hakmem.bench.jmh.SpeedResults.Quantity;
import org.hakmem.bench.peers.PeerName;

/** Writes every measurement as JSON. All strings in it are plain words, but for the machine's. */
final class SpeedJson {

  private final SpeedOptions options;
  private final SpeedResults results;

  SpeedJson(SpeedOptions options, SpeedResults results) {
    this.options = options;
    this.results = results;
  }

  /** The whole document. */
  String toJson() {
    String cells =
        options.workloads().stream()
            .flatMap(workload -> options.peers().stream().map(peer -> cell(workload, peer)))
            .filter(cell -> !cell.isEmpty())
            .collect(Collectors.joining(",%n    ".formatted()));
    String goals =
        Goal.ALL.stream()
            .map(this::goal)
            .filter(goal -> !goal.isEmpty())
            .collect(Collectors.joining(",%n    ".formatted()));
    return String.format(
        Locale.ROOT,
        """
        {
          "machine": "%s",
          "rounds": %d,
          "seconds": %s,
          "warmupSeconds": %s,
          "readings": %d,
          "disturbedReadings": %d,
          "results": [
            %s
          ],
          "goals": [
            %s
          ]
        }
        """,
        Machine.describe().replace("\\", "\\\\").replace("\"", "\\\""),
        options.rounds(),
        options.seconds(),
        options.warmupSeconds(),
        results.readings(),
        results.disturbed(),
        cells,
        goals);
  }

  private String cell(Workload workload, PeerName peer) {
    List<Double> values = results.rounds(workload, peer, Quantity.VALUE);
    if (values.isEmpty()) {
      return "";
    }
    String resident =
        workload.hasResident()
            ? ", \"residentKib\": " + results.rounds(workload, peer, Quantity.RESIDENT)
            : "";
    return "{\"workload\": \"%s\", \"peer\": \"%s\", \"unit\": \"%s\", \"values\": %s%s}"
        .formatted(workload.label(), peer.label(), workload.unit(), values, resident);
  }

  private String goal(Goal goal) {
    List<Double> ratios = results.ratios(goal.workload(), goal.peer(), goal.quantity());
    if (ratios.isEmpty()) {
      return "";
    }
    double ratio = Medians.median(ratios);
    return "{\"goal\": \"%s\", \"wanted\": \"%s\", \"ratio\": %s, \"ratios\": %s, \"reached\": %s}"
        .formatted(goal.title(), goal.wanted(), ratio, ratios, goal.isReachedBy(ratio));
  }
}
