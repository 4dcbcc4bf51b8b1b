package org.hakmem.bench.jmh;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;

/** The rows of the speed table. */
enum Workload {
  /** {@link PairLoop} with 64 bytes. It has no floor: without an allocator nothing is left. */
  PAIR("pair", "ns"),
  /** {@link ReplaceLoop} in one thread. */
  REPLACE("replace", "ns"),
  /** {@link ReplaceLoop} in two threads at once, each with its own slots. */
  LARSON2("larson2", "ns"),
  /** {@link ProducerConsumerLoop} with 64 bytes. */
  PRODUCER_CONSUMER("producer-consumer", "M frees/s");

  private final String label;
  private final String unit;

  Workload(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** Finds a workload by its label. */
  static Workload of(String label) {
    return Arrays.stream(values())
        .filter(workload -> workload.label.equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no workload '%s'; there are: %s"
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(Workload::label)
                            .collect(Collectors.joining(", ")))));
  }

  /** The name in options and tables. */
  String label() {
    return label;
  }

  /** The unit of {@link Reading#value()}. */
  String unit() {
    return unit;
  }

  /** Whether a peer can do this workload. */
  boolean suits(PeerName peer) {
    return this != PAIR || peer != PeerName.FLOOR;
  }

  /** Whether the floor's time is subtracted before times are compared. */
  boolean netOfFloor() {
    return this == REPLACE || this == LARSON2;
  }

  /** Whether {@link Reading#residentKib()} means anything. */
  boolean hasResident() {
    return this == PRODUCER_CONSUMER;
  }

  /** Warms up and measures, in this JVM. */
  Reading measure(Peer peer, double warmupSeconds, double seconds)
      throws InterruptedException, ExecutionException {
    return switch (this) {
      case PAIR -> Measurements.pair(peer, warmupSeconds, seconds);
      case REPLACE -> Measurements.replace(peer, warmupSeconds, seconds);
      case LARSON2 -> Measurements.larson2(peer, warmupSeconds, seconds);
      case PRODUCER_CONSUMER -> Measurements.producerConsumer(peer, warmupSeconds, seconds);
    };
  }
}
