package org.hakmem.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hakmem.bench.jmh.SpeedResults.Quantity;
import org.hakmem.bench.peers.PeerName;
import org.junit.jupiter.api.Test;

/** The arithmetic of the speed table. */
class MediansTest {

  @Test
  void medianOfOddAndEven() {
    assertThat(Medians.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Medians.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    assertThatThrownBy(() -> Medians.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roundsArePaired() {
    assertThat(Medians.differences(List.of(5.0, 7.0, 8.0), List.of(1.0, 2.0)))
        .containsExactly(4.0, 5.0);
    assertThat(Medians.ratios(List.of(6.0, 6.0, 6.0), List.of(2.0, 0.0, 3.0)))
        .containsExactly(3.0, 2.0);
  }

  @Test
  void ratiosAreNetOfTheSameRoundsFloorAndTakenRoundByRound() {
    SpeedResults results = new SpeedResults();
    add(results, Workload.REPLACE, PeerName.HAKMEM, 10, 20, 12);
    add(results, Workload.REPLACE, PeerName.MIMALLOC, 12, 24, 14);
    add(results, Workload.REPLACE, PeerName.FLOOR, 4, 8, 2);
    List<Double> ratios = results.ratios(Workload.REPLACE, PeerName.MIMALLOC, Quantity.VALUE);
    assertThat(ratios).containsExactly(6.0 / 8, 12.0 / 16, 10.0 / 12);
    assertThat(Medians.median(ratios)).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void onlyResidentMemoryIsNetInProducerConsumer() {
    SpeedResults results = new SpeedResults();
    results.add(Workload.PRODUCER_CONSUMER, PeerName.HAKMEM, new Reading(150, 40), true);
    results.add(Workload.PRODUCER_CONSUMER, PeerName.MIMALLOC, new Reading(100, 30), true);
    results.add(Workload.PRODUCER_CONSUMER, PeerName.FLOOR, new Reading(900, 10), true);
    assertThat(results.ratios(Workload.PRODUCER_CONSUMER, PeerName.MIMALLOC, Quantity.VALUE))
        .containsExactly(1.5);
    assertThat(results.ratios(Workload.PRODUCER_CONSUMER, PeerName.MIMALLOC, Quantity.RESIDENT))
        .containsExactly(1.5);
  }

  @Test
  void goalsAreReachedAtTheirBound() {
    Goal atMost = new Goal(Workload.PAIR, Quantity.VALUE, PeerName.MIMALLOC, false, 0.35);
    assertThat(atMost.isReachedBy(0.35)).isTrue();
    assertThat(atMost.isReachedBy(0.36)).isFalse();
    Goal atLeast =
        new Goal(Workload.PRODUCER_CONSUMER, Quantity.VALUE, PeerName.MIMALLOC, true, 1.5);
    assertThat(atLeast.isReachedBy(1.5)).isTrue();
    assertThat(atLeast.isReachedBy(1.49)).isFalse();
  }

  @Test
  void aReadingSurvivesItsLine() {
    Reading reading = new Reading(10.25, 123);
    assertThat(Reading.isLine(reading.toLine())).isTrue();
    assertThat(Reading.ofLine(reading.toLine())).isEqualTo(reading);
  }

  private static void add(
      SpeedResults results, Workload workload, PeerName peer, double... values) {
    for (double value : values) {
      results.add(workload, peer, new Reading(value, 0), true);
    }
  }
}
