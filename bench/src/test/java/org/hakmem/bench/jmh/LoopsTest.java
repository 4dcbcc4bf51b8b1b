package org.hakmem.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loop runs with every peer that is installed. */
class LoopsTest {

  private static final double SHORT = 0.02;

  static Stream<Arguments> cells() {
    return Stream.of(Workload.values())
        .flatMap(workload ->
            Stream.of(PeerName.values())
                .filter(workload::suits)
                .map(peer -> Arguments.of(workload, peer)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyWorkloadMeasuresEveryPeer(Workload workload, PeerName name) throws Exception {
    Peer peer = open(name);
    Reading reading = workload.measure(peer, SHORT, SHORT);
    assertThat(reading.value()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void replacedBlocksAreWritable(PeerName name) {
    try (ReplaceLoop loop = new ReplaceLoop(open(name), 1)) {
      loop.run(20_000);
      assertThat(loop.sum()).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRingIsBoundedAndTheRestIsFreed(PeerName name) {
    try (ProducerConsumerLoop loop = new ProducerConsumerLoop(open(name), 64)) {
      assertThat(loop.consume(() -> true)).isFalse();
      IntStream.range(0, ProducerConsumerLoop.BATCHES)
          .forEach(batch -> assertThat(loop.produce(() -> true)).isTrue());
      assertThat(loop.produce(() -> true)).isFalse();
      assertThat(loop.consume(() -> true)).isTrue();
      assertThat(loop.produce(() -> true)).isTrue();
    }
  }

  @Test
  void slotsAndSizesAreDrawnFromAllOfTheirRange() {
    int[] slots = new int[ReplaceLoop.SLOTS];
    int[] sizes = new int[ReplaceLoop.MAX_BYTES + 1];
    long bits = 1;
    for (int i = 0; i < 500_000; i++) {
      bits = ReplaceLoop.next(bits);
      slots[ReplaceLoop.slot(bits)]++;
      sizes[ReplaceLoop.size(bits)]++;
    }
    assertThat(slots).doesNotContain(0);
    assertThat(IntStream.range(0, ReplaceLoop.MIN_BYTES).map(size -> sizes[size])).containsOnly(0);
    assertThat(IntStream.rangeClosed(ReplaceLoop.MIN_BYTES, ReplaceLoop.MAX_BYTES))
        .allMatch(size -> sizes[size] > 0);
  }

  private static Peer open(PeerName name) {
    name.missing().ifPresent(line -> assumeTrue(false, line));
    return name.open();
  }
}
