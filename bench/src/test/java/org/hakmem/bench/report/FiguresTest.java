package org.hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Runs;
import org.hakmem.bench.workload.Median;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.junit.jupiter.api.Test;

/** The arithmetic of the reports. */
class FiguresTest {

  private static final Workload REPLACE = Workloads.named("replace").getFirst();
  private static final Workload XMALLOC = Workloads.named("xmalloc").getFirst();
  private static final Workload BURST = Workloads.named("burst").getFirst();
  private static final Plan PLAN = Runs.plan(3, "replace", "xmalloc", "burst");

  private final Runs runs = new Runs();

  @Test
  void ratiosAreNetOfTheSameRoundsFloorAndTakenRoundByRound() {
    runs.add(REPLACE, PeerName.HAKMEM, 0, 10, 20, 12)
        .add(REPLACE, PeerName.MIMALLOC, 0, 12, 24, 14)
        .add(REPLACE, PeerName.FLOOR, 0, 4, 8, 2);

    List<Double> ratios =
        figures().ratios(REPLACE, PeerName.HAKMEM, PeerName.MIMALLOC, Quantity.NET_FIGURE);

    assertThat(ratios).containsExactly(6.0 / 8, 12.0 / 16, 10.0 / 12);
    assertThat(Median.of(ratios)).isCloseTo(0.75, within(1e-9));
    assertThat(figures().ratios(REPLACE, PeerName.HAKMEM, PeerName.MIMALLOC, Quantity.FIGURE))
        .startsWith(10.0 / 12);
  }

  @Test
  void aRoundInWhichTheFloorWasSlowerSaysNothing() {
    assertThat(Rounds.ratios(List.of(6.0, 6.0, -1.0, 6.0), List.of(2.0, 0.0, 3.0)))
        .containsExactly(3.0);
    assertThat(Rounds.differences(List.of(5.0, 7.0, 8.0), List.of(1.0, 2.0)))
        .containsExactly(4.0, 5.0);
  }

  @Test
  void residentMemoryIsLessAnIdleJvms() {
    runs.add(XMALLOC, PeerName.HAKMEM, 30, 100).add(BURST, PeerName.HAKMEM, 0, 42.5);

    assertThat(figures().rounds(XMALLOC, PeerName.HAKMEM, Quantity.PEAK)).containsExactly(30.0);
    assertThat(figures().rounds(BURST, PeerName.HAKMEM, Quantity.FIGURE)).containsExactly(2.5);
  }

  @Test
  void theBestIsFirstWhicheverWayIsBetter() {
    runs.add(REPLACE, PeerName.HAKMEM, 0, 10)
        .add(REPLACE, PeerName.MIMALLOC, 0, 12)
        .add(REPLACE, PeerName.FLOOR, 0, 4)
        .add(XMALLOC, PeerName.HAKMEM, 0, 50)
        .add(XMALLOC, PeerName.MIMALLOC, 0, 100)
        .add(XMALLOC, PeerName.FLOOR, 0, 1_000);

    assertThat(figures().ranking(REPLACE, Quantity.NET_FIGURE))
        .containsExactly(PeerName.HAKMEM, PeerName.MIMALLOC);
    assertThat(figures().ranking(XMALLOC, Quantity.FIGURE))
        .containsExactly(PeerName.MIMALLOC, PeerName.HAKMEM);
    assertThat(figures().factors(XMALLOC, PeerName.HAKMEM, PeerName.MIMALLOC, Quantity.FIGURE))
        .containsExactly(2.0);
  }

  @Test
  void peersThatChangePlacesCantBeToldApart() {
    runs.add(XMALLOC, PeerName.HAKMEM, 0, 100, 110, 100)
        .add(XMALLOC, PeerName.MIMALLOC, 0, 90, 120, 90)
        .add(XMALLOC, PeerName.TCMALLOC, 0, 20, 20, 20);

    assertThat(figures().undecided(XMALLOC))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.better()).isEqualTo(PeerName.HAKMEM);
          assertThat(pair.worse()).isEqualTo(PeerName.MIMALLOC);
          assertThat(pair.least()).isCloseTo(110.0 / 120, within(1e-9));
          assertThat(pair.most()).isCloseTo(100.0 / 90, within(1e-9));
        });
  }

  @Test
  void theTailIsOfAllRounds() {
    runs.addLatency(REPLACE, PeerName.HAKMEM, 20, 30).addLatency(REPLACE, PeerName.HAKMEM, 40);

    assertThat(figures().rounds(REPLACE, PeerName.HAKMEM, Quantity.MALLOC_TAIL))
        .containsExactly(40.0);
    assertThat(figures().rounds(REPLACE, PeerName.HAKMEM, Quantity.FREE_TAIL))
        .containsExactly(80.0);
    assertThat(figures().rounds(REPLACE, PeerName.MIMALLOC, Quantity.FREE_TAIL)).isEmpty();
  }

  private Figures figures() {
    return new Figures(PLAN, runs.results());
  }
}
