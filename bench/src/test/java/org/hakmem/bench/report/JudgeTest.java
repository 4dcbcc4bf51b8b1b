package org.hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Runs;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.junit.jupiter.api.Test;

/** Goals are judged where the run lets it be done. */
class JudgeTest {

  private final Runs runs = new Runs();

  @Test
  void everyGoalIsOfAWorkload() {
    assertThat(Goals.ALL)
        .allSatisfy(goal ->
            assertThat(
                    goal.workload().equals("replay") || !Workloads.named(goal.workload()).isEmpty())
                .isTrue());
  }

  @Test
  void goalsAreReachedAtTheirBound() {
    Goal atMost = new Goal("pair", Quantity.FIGURE, new Against.BestNative(), false, 0.35);
    assertThat(atMost.isReachedBy(0.35)).isTrue();
    assertThat(atMost.isReachedBy(0.36)).isFalse();
    Goal atLeast = new Goal("xmalloc", Quantity.FIGURE, new Against.BestNative(), true, 1.5);
    assertThat(atLeast.isReachedBy(1.5)).isTrue();
    assertThat(atLeast.isReachedBy(1.49)).isFalse();
  }

  @Test
  void theBestNativePeerIsTheFastestCAllocator() {
    Workload pair = one("pair:16");
    runs.add(pair, PeerName.HAKMEM, 0, 2)
        .add(pair, PeerName.MIMALLOC, 0, 10)
        .add(pair, PeerName.TCMALLOC, 0, 5)
        .add(pair, PeerName.NETTY_POOLED, 0, 1);

    assertThat(verdicts("pair:16"))
        .containsExactly("pair:16: time ÷ best native's (tcmalloc) ≤ 0.350: 0.40, false");
  }

  @Test
  void theBestOtherMayBeAnyPeer() {
    Workload mstress = one("mstress");
    runs.add(mstress, PeerName.HAKMEM, 0, 2)
        .add(mstress, PeerName.MIMALLOC, 0, 10)
        .add(mstress, PeerName.NETTY_POOLED, 0, 4);

    assertThat(verdicts("mstress"))
        .containsExactly("mstress: time ÷ best's (netty-pooled) ≤ 1.00: 0.50, true");
  }

  @Test
  void moreThanOneGoalAndNetOfFloor() {
    Workload replace = one("replace");
    runs.add(replace, PeerName.HAKMEM, 0, 10)
        .add(replace, PeerName.MIMALLOC, 0, 14)
        .add(replace, PeerName.FLOOR, 0, 4);

    assertThat(verdicts("replace"))
        .containsExactly(
            "replace: time net of floor ÷ best native's (mimalloc) ≤ 0.600: 0.60, true",
            "replace: time net of floor ÷ mimalloc's ≤ 0.750: 0.60, true");
  }

  @Test
  void itselfTheFloorAndAnotherWorkload() {
    Workload burst = one("burst");
    Workload thrash = one("cache-thrash");
    Workload larson = one("larson");
    Workload many = one("larson64");
    runs.add(burst, PeerName.HAKMEM, 0, 45)
        .add(thrash, PeerName.HAKMEM, 0, 2.1)
        .add(thrash, PeerName.FLOOR, 0, 2)
        .add(larson, PeerName.HAKMEM, 0, 10)
        .add(many, PeerName.HAKMEM, 0, 20);

    assertThat(verdicts("burst", "cache-thrash", "larson64", "larson"))
        .containsExactly(
            "burst: resident when idle, MiB ≤ 4.00: 5.00, false",
            "cache-thrash: time ÷ floor's ≤ 1.05: 1.05, true",
            "larson64: time ÷ its own in larson ≤ 1.11: 2.00, false");
  }

  @Test
  void tailsAndPeaks() {
    Workload many = one("larson64");
    Workload xmalloc = one("xmalloc");
    runs.addLatency(many, PeerName.HAKMEM, 50)
        .addLatency(many, PeerName.MIMALLOC, 100)
        .add(xmalloc, PeerName.HAKMEM, 11, 150)
        .add(xmalloc, PeerName.MIMALLOC, 10, 100);

    assertThat(verdicts("larson64", "xmalloc"))
        .containsExactly(
            "larson64: 99.9th percentile of malloc ÷ best native's (mimalloc) ≤ 1.00: 0.50, true",
            "larson64: 99.9th percentile of free ÷ best native's (mimalloc) ≤ 1.00: 0.50, true",
            "xmalloc: frees a second ÷ best native's (mimalloc) ≥ 1.50: 1.50, true",
            "xmalloc: resident peak ÷ mimalloc's ≤ 1.10: 1.10, true");
  }

  @Test
  void withoutThePeerThereIsNoVerdict() {
    runs.add(one("pair:16"), PeerName.HAKMEM, 0, 2);

    assertThat(verdicts("pair:16")).isEmpty();
  }

  private List<String> verdicts(String... words) {
    var plan = Runs.plan(1, words);
    return new Judge(plan, new Figures(plan, runs.results()))
        .verdicts().stream()
            .map(verdict ->
                "%s %s: %s, %s"
                    .formatted(
                        verdict.title(),
                        verdict.wanted(),
                        Numbers.of(verdict.measured()),
                        verdict.reached()))
            .toList();
  }

  private static Workload one(String label) {
    return Workloads.named(label).getFirst();
  }
}
