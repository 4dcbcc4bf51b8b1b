package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Measured;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Median;
import org.hakmem.bench.workload.Trait;
import org.hakmem.bench.workload.Unit;
import org.hakmem.bench.workload.Workload;

/** The arithmetic between what was measured and what is reported. */
final class Figures {

  static final double KIB_PER_MIB = 1_024;

  /** Which tail is looked at, in percent. */
  static final double TAIL = 99.9;

  private final Plan plan;
  private final Results results;

  Figures(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
  }

  /** Of a workload, one number for each round; empty if there is none. */
  List<Double> rounds(Workload workload, PeerName peer, Quantity quantity) {
    return switch (quantity) {
      case FIGURE -> figures(workload, peer);
      case NET_FIGURE ->
          Rounds.differences(figures(workload, peer), figures(workload, PeerName.FLOOR));
      case PEAK ->
          of(
              workload,
              peer,
              measured -> (measured.reading().peakKib() - results.baseKib(measured)) / KIB_PER_MIB);
      case MALLOC_TAIL -> tail(results.mallocs(workload, peer));
      case FREE_TAIL -> tail(results.frees(workload, peer));
    };
  }

  /** By what peers are compared in a workload: net of the floor only if that was measured. */
  Quantity compared(Workload workload) {
    return workload.has(Trait.NET_OF_FLOOR) && !results.rounds(workload, PeerName.FLOOR).isEmpty()
        ? Quantity.NET_FIGURE
        : Quantity.FIGURE;
  }

  /** The median over the rounds. */
  Optional<Double> median(Workload workload, PeerName peer, Quantity quantity) {
    List<Double> rounds = rounds(workload, peer, quantity);
    return rounds.isEmpty() ? Optional.empty() : Optional.of(Median.of(rounds));
  }

  /** One peer's number as a multiple of another's, round by round. */
  List<Double> ratios(Workload workload, PeerName peer, PeerName other, Quantity quantity) {
    return Rounds.ratios(rounds(workload, peer, quantity), rounds(workload, other, quantity));
  }

  /** The peers that were measured, but for the floor, the best first. */
  List<PeerName> ranking(Workload workload, Quantity quantity) {
    Comparator<PeerName> byMedian =
        Comparator.comparingDouble(
            peer -> median(workload, peer, quantity).orElse(Double.POSITIVE_INFINITY));
    return plan.peers().stream()
        .filter(peer -> peer != PeerName.FLOOR)
        .filter(peer -> median(workload, peer, quantity).isPresent())
        .sorted(moreIsBetter(workload, quantity) ? byMedian.reversed() : byMedian)
        .toList();
  }

  /** Whether the larger number is the better one. */
  static boolean moreIsBetter(Workload workload, Quantity quantity) {
    return (quantity == Quantity.FIGURE || quantity == Quantity.NET_FIGURE)
        && workload.unit().moreIsBetter();
  }

  /** By which factor a peer is worse than another, round by round. */
  List<Double> factors(Workload workload, PeerName peer, PeerName best, Quantity quantity) {
    return moreIsBetter(workload, quantity)
        ? ratios(workload, best, peer, quantity)
        : ratios(workload, peer, best, quantity);
  }

  /** Pairs of neighbours in the ranking whose ratio was now above 1 and now below. */
  List<Undecided> undecided(Workload workload) {
    Quantity quantity = compared(workload);
    List<PeerName> ranking = ranking(workload, quantity);
    List<Undecided> all = new ArrayList<>();
    for (int i = 1; i < ranking.size(); i++) {
      List<Double> factors = factors(workload, ranking.get(i), ranking.get(i - 1), quantity);
      if (!factors.isEmpty() && Rounds.least(factors) < 1 && Rounds.most(factors) > 1) {
        all.add(
            new Undecided(
                ranking.get(i - 1), ranking.get(i), Rounds.least(factors), Rounds.most(factors)));
      }
    }
    return all;
  }

  /**
   * Two peers that the run can't tell apart.
   *
   * @param better which of them is better by the median
   * @param worse the other
   * @param least by which factor the other was worse, at least
   * @param most and at most
   */
  record Undecided(PeerName better, PeerName worse, double least, double most) {}

  private List<Double> figures(Workload workload, PeerName peer) {
    double less = workload.unit() == Unit.MEBIBYTES ? results.idleKib() / KIB_PER_MIB : 0;
    return of(workload, peer, measured -> measured.reading().figure() - less);
  }

  private List<Double> of(Workload workload, PeerName peer, ToDoubleFunction<Measured> number) {
    return results.rounds(workload, peer).stream()
        .map(measured -> number.applyAsDouble(measured))
        .toList();
  }

  private static List<Double> tail(Optional<Histogram> histogram) {
    return histogram.map(h -> List.of((double) h.getValueAtPercentile(TAIL))).orElse(List.of());
  }
}
