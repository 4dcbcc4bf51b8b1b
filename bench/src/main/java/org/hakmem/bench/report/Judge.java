package org.hakmem.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.workload.Workload;

/** Judges the goals, as far as a run lets it. */
final class Judge {

  private final Plan plan;
  private final Figures figures;

  Judge(Plan plan, Figures figures) {
    this.plan = plan;
    this.figures = figures;
  }

  /** Of all workloads of the run that have goals. */
  List<Verdict> verdicts() {
    return plan.tasks().stream().map(Plan.Task::workload).flatMap(w -> of(w).stream()).toList();
  }

  /** Of one workload. */
  List<Verdict> of(Workload workload) {
    return Goals.ALL.stream()
        .filter(goal ->
            goal.workload().equals(workload.label()) || goal.workload().equals(workload.kind()))
        .flatMap(goal -> verdict(goal, workload).stream())
        .toList();
  }

  private Optional<Verdict> verdict(Goal goal, Workload workload) {
    String what = "%s: %s".formatted(workload.label(), what(goal, workload));
    return switch (goal.against()) {
      case Against.Peer(PeerName peer) ->
          ratio(goal, workload, peer, "%s ÷ %s's".formatted(what, peer.label()));
      case Against.BestNative() ->
          best(goal, workload, PeerName::isNative)
              .flatMap(peer ->
                  ratio(
                      goal,
                      workload,
                      peer,
                      "%s ÷ best native's (%s)".formatted(what, peer.label())));
      case Against.BestOther() ->
          best(goal, workload, peer -> true)
              .flatMap(peer ->
                  ratio(goal, workload, peer, "%s ÷ best's (%s)".formatted(what, peer.label())));
      case Against.Itself() ->
          verdict(
              "%s, %s".formatted(what, workload.unit().symbol()),
              goal,
              figures.rounds(workload, PeerName.HAKMEM, goal.quantity()));
      case Against.OwnIn(String other) ->
          own(goal, workload, other, "%s ÷ its own in %s".formatted(what, other));
    };
  }

  private Optional<PeerName> best(Goal goal, Workload workload, Predicate<PeerName> among) {
    return figures.ranking(workload, goal.quantity()).stream()
        .filter(peer -> !peer.isOwn())
        .filter(among)
        .findFirst();
  }

  private Optional<Verdict> ratio(Goal goal, Workload workload, PeerName peer, String title) {
    return verdict(title, goal, figures.ratios(workload, PeerName.HAKMEM, peer, goal.quantity()));
  }

  private Optional<Verdict> own(Goal goal, Workload workload, String label, String title) {
    return plan.tasks().stream()
        .map(Plan.Task::workload)
        .filter(other -> other.label().equals(label))
        .findFirst()
        .flatMap(other ->
            verdict(
                title,
                goal,
                Rounds.ratios(
                    figures.rounds(workload, PeerName.HAKMEM, goal.quantity()),
                    figures.rounds(other, PeerName.HAKMEM, goal.quantity()))));
  }

  private static Optional<Verdict> verdict(String title, Goal goal, List<Double> rounds) {
    return rounds.isEmpty()
        ? Optional.empty()
        : Optional.of(new Verdict(title, goal, wanted(goal), rounds));
  }

  private static String what(Goal goal, Workload workload) {
    return switch (goal.quantity()) {
      case FIGURE ->
          switch (workload.unit()) {
            case NANOS, MICROS, MILLIS -> "time";
            case MILLION_FREES -> "frees a second";
            case MILLION_PER_CPU_SECOND -> "operations a second of processor time";
            case MEBIBYTES -> "resident when idle";
            case PERCENT -> "share";
          };
      case NET_FIGURE -> "time net of floor";
      case PEAK -> "resident peak";
      case MALLOC_TAIL -> "99.9th percentile of malloc";
      case FREE_TAIL -> "99.9th percentile of free";
    };
  }

  private static String wanted(Goal goal) {
    return String.format(Locale.ROOT, "%s %.3g", goal.atLeast() ? "≥" : "≤", goal.bound());
  }
}
