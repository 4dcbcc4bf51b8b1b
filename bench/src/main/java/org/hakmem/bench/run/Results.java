package org.hakmem.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Workload;

/**
 * All that was measured in a run, by workload and peer, one measurement a round. For one thread.
 */
public final class Results {

  private record Cell(String workload, PeerName peer) {}

  private final Map<Cell, List<Measured>> speed = new LinkedHashMap<>();
  private final Map<Cell, List<Measured>> latency = new LinkedHashMap<>();
  private final Map<PeerName, String> leftOut = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private long idleKib;
  private int readings;
  private int disturbed;

  /** What a JVM of the same flags has resident that does nothing. */
  public void idleKib(long kib) {
    idleKib = kib;
  }

  /**
   * Adds the next round's measurement of speed.
   *
   * @param quiet whether the machine was the measurement's alone, as {@link Disturbance} has it
   */
  public void add(Workload workload, PeerName peer, Measured measured, boolean quiet) {
    of(speed, workload, peer).add(measured);
    readings++;
    disturbed += quiet ? 0 : 1;
  }

  /** Adds the next round's measurement of single calls. */
  public void addLatency(Workload workload, PeerName peer, Measured measured) {
    of(latency, workload, peer).add(measured);
  }

  /** A peer is not there; why, in one line. */
  public void leaveOut(PeerName peer, String line) {
    leftOut.put(peer, line);
  }

  /** A measurement failed; where and why, in one line. */
  public void fail(String line) {
    failures.add(line);
  }

  /** The plan's workloads of which anything was measured. */
  public List<Plan.Task> measured(Plan plan) {
    return plan.tasks().stream()
        .filter(task ->
            speed.keySet().stream()
                .anyMatch(cell -> cell.workload().equals(task.workload().label())))
        .toList();
  }

  /** One for each round; empty if there are none. */
  public List<Measured> rounds(Workload workload, PeerName peer) {
    return List.copyOf(speed.getOrDefault(new Cell(workload.label(), peer), List.of()));
  }

  /** The times of single mallocs, of all rounds together. */
  public Optional<Histogram> mallocs(Workload workload, PeerName peer) {
    return merged(readingsOf(workload, peer).map(Reading::mallocs).toList());
  }

  /** The times of single frees, of all rounds together. */
  public Optional<Histogram> frees(Workload workload, PeerName peer) {
    return merged(readingsOf(workload, peer).map(Reading::frees).toList());
  }

  /** What is to be subtracted of a measurement's resident memory, as it is not the peer's. */
  public long baseKib(Measured measured) {
    return Math.max(idleKib, measured.reading().baseKib());
  }

  /** What an idle JVM has resident. */
  public long idleKib() {
    return idleKib;
  }

  /** How many measurements of speed there are. */
  public int readings() {
    return readings;
  }

  /** How many of them were disturbed, by other programs or on a shared core. */
  public int disturbed() {
    return disturbed;
  }

  /** Which peers are not there, and why. */
  public Map<PeerName, String> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }

  /** What went wrong, a line each. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private Stream<Reading> readingsOf(Workload workload, PeerName peer) {
    return latency.getOrDefault(new Cell(workload.label(), peer), List.of()).stream()
        .map(Measured::reading);
  }

  private static List<Measured> of(
      Map<Cell, List<Measured>> cells, Workload workload, PeerName peer) {
    return cells.computeIfAbsent(new Cell(workload.label(), peer), cell -> new ArrayList<>());
  }

  private static Optional<Histogram> merged(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .map(Histograms::ofText)
        .reduce((one, other) -> {
          one.add(other);
          return one;
        })
        .filter(histogram -> histogram.getTotalCount() > 0);
  }
}
