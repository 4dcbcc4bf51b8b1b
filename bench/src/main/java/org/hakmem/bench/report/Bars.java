package org.hakmem.bench.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;

import j2html.tags.specialized.DivTag;
import java.util.List;
import java.util.Locale;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Median;
import org.hakmem.bench.workload.Workload;

/** Bars that show by which factor each peer is worse than the best. */
final class Bars {

  /** Longer bars are cut: the factor stands beside them. */
  private static final double LONGEST = 6;

  private static final double PERCENT = 100;

  private final Figures figures;

  Bars(Figures figures) {
    this.figures = figures;
  }

  /** All bars of a workload, the best first. */
  DivTag of(Workload workload) {
    Quantity compared = figures.compared(workload);
    List<Bar> bars =
        figures.ranking(workload, compared).stream().map(peer -> bar(workload, peer)).toList();
    double scale =
        Math.min(LONGEST, bars.stream().mapToDouble(Bar::most).max().orElse(1)) / PERCENT;
    return div(each(bars, bar -> row(bar, scale))).withClass("bars");
  }

  private record Bar(PeerName peer, String figure, List<Double> factors) {

    Bar {
      factors = List.copyOf(factors);
    }

    double most() {
      return factors.isEmpty() ? 1 : Rounds.most(factors);
    }
  }

  private Bar bar(Workload workload, PeerName peer) {
    Quantity compared = figures.compared(workload);
    PeerName best = figures.ranking(workload, compared).getFirst();
    String figure =
        Numbers.of(figures.median(workload, peer, compared)) + " " + workload.unit().symbol();
    return new Bar(peer, figure, figures.factors(workload, peer, best, compared));
  }

  private static DivTag row(Bar bar, double scale) {
    String name = bar.peer() == PeerName.HAKMEM ? "name own" : "name";
    DivTag row = div(span(bar.peer().label()).withClass(name)).withClass("bar-row");
    if (bar.factors().isEmpty()) {
      return row.with(div().withClass("track"), span(Numbers.NONE), span(bar.figure()));
    }
    double factor = Median.of(bar.factors());
    String cut = factor / scale > PERCENT ? "fill cut" : "fill";
    double from = Math.min(PERCENT, Rounds.least(bar.factors()) / scale);
    double to = Math.min(PERCENT, Rounds.most(bar.factors()) / scale);
    return row.with(
        div(
                div()
                    .withClass(cut)
                    .withStyle(
                        "width:%s;background-color:%s"
                            .formatted(
                                percent(Math.min(PERCENT, factor / scale)),
                                Ink.variable(bar.peer()))),
                div()
                    .withClass("range")
                    .withStyle("left:%s;width:%s".formatted(percent(from), percent(to - from))))
            .withClass("track"),
        span("×" + Numbers.of(factor)).withClass("factor"),
        span(bar.figure()).withClass("figure"));
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }
}
