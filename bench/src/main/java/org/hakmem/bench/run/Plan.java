package org.hakmem.bench.run;

import java.util.List;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Workload;

/**
 * What to measure.
 *
 * @param tasks the workloads
 * @param peers the peers, in the order of each round
 * @param rounds how often
 * @param warmupSeconds how long each measurement warms up
 * @param seconds how long it measures
 * @param latency whether to time single calls, too, in measurements of their own
 */
public record Plan(
    List<Task> tasks,
    List<PeerName> peers,
    int rounds,
    double warmupSeconds,
    double seconds,
    boolean latency) {

  /** What {@code rounds} may be at most. */
  public static final int MOST_ROUNDS = 1_000;

  /** What {@code seconds} must be at least. */
  public static final double LEAST_SECONDS = 0.01;

  /** What {@code seconds} and {@code warmupSeconds} may be at most. */
  public static final int MOST_SECONDS = 3_600;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Plan {
    tasks = List.copyOf(tasks);
    peers = List.copyOf(peers);
    check("rounds", rounds >= 1 && rounds <= MOST_ROUNDS, 1, MOST_ROUNDS, rounds);
    check(
        "warmup",
        warmupSeconds >= 0 && warmupSeconds <= MOST_SECONDS,
        0,
        MOST_SECONDS,
        warmupSeconds);
    check(
        "seconds",
        seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS,
        LEAST_SECONDS,
        MOST_SECONDS,
        seconds);
  }

  private static void check(String name, boolean right, Number least, int most, Number given) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, not %s".formatted(name, least, most, given));
    }
  }

  /**
   * A workload, and what a child JVM finds it by.
   *
   * @param workload the workload
   * @param name its label, or {@code replay:FILE}
   */
  public record Task(Workload workload, String name) {}
}
