package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.bench.machine.Machine;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Workload;

/** What is to be known of a run besides its figures, in sentences. */
final class Summary {

  private final Plan plan;
  private final Results results;
  private final Figures figures;

  Summary(Plan plan, Results results, Figures figures) {
    this.plan = plan;
    this.results = results;
    this.figures = figures;
  }

  /** How and where it was measured. */
  String method() {
    return "Medians of %d interleaved rounds of %s s after %s s of warm-up, a JVM each."
            .formatted(plan.rounds(), plan.seconds(), plan.warmupSeconds())
        + " An idle JVM has %s MiB resident, which is subtracted."
            .formatted(Numbers.of(results.idleKib() / Figures.KIB_PER_MIB))
        + " %d of %d readings were disturbed, by other programs or as processors shared a core. %s."
            .formatted(results.disturbed(), results.readings(), Machine.describe());
  }

  /** What was left out or failed, a line each. */
  List<String> gaps() {
    List<String> lines = new ArrayList<>();
    results.leftOut().forEach((peer, why) -> lines.add(peer.label() + ": left out: " + why));
    results.failures().forEach(line -> lines.add("failed: " + line));
    return lines;
  }

  /** Which peers can't be told apart in a workload, a line each. */
  List<String> undecided(Workload workload) {
    return figures.undecided(workload).stream()
        .map(pair ->
            "too noisy to tell %s and %s apart: in the rounds the second was worse by ×%s to ×%s"
                .formatted(
                    pair.better().label(),
                    pair.worse().label(),
                    Numbers.of(pair.least()),
                    Numbers.of(pair.most())))
        .toList();
  }

  /** What the figures of a workload mean. */
  String caption(Workload workload) {
    String better = workload.unit().moreIsBetter() ? "more is better" : "less is better";
    String net =
        figures.compared(workload) == Quantity.NET_FIGURE
            ? "; peers are compared net of the floor"
            : "";
    return "%s (%s; %s%s)".formatted(workload.description(), workload.unit().symbol(), better, net);
  }
}
