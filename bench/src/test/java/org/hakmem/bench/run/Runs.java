package org.hakmem.bench.run;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Workload;

/** Made-up results, for the tests of the reports. */
public final class Runs {

  private static final long IDLE_KIB = 40 * 1_024;

  private final Results results = new Results();

  /** Nothing is measured yet. */
  public Runs() {
    results.idleKib(IDLE_KIB);
  }

  /** A plan of workloads, with the peers that the tests need. */
  public static Plan plan(int rounds, String... words) {
    return new Plan(
        Selection.tasks(List.of(words)),
        List.of(
            PeerName.HAKMEM,
            PeerName.MIMALLOC,
            PeerName.TCMALLOC,
            PeerName.NETTY_POOLED,
            PeerName.FLOOR),
        rounds,
        1.5,
        1,
        false);
  }

  /** One reading for each round, with a peak of so many MiB above an idle JVM. */
  public Runs add(Workload workload, PeerName peer, long peakMib, double... figures) {
    for (double figure : figures) {
      long peakKib = IDLE_KIB + peakMib * 1_024;
      Reading reading = new Reading(figure, 0, peakKib, peakKib, "", "");
      results.add(
          workload,
          peer,
          new Measured(
              reading, List.of(new Measured.Point(0, IDLE_KIB), new Measured.Point(1, peakKib))),
          true);
    }
    return this;
  }

  /** Single calls that took so long, each a hundred times; frees twice as long. */
  public Runs addLatency(Workload workload, PeerName peer, long... nanos) {
    Histogram mallocs = new Histogram(1_000_000_000, 2);
    Histogram frees = new Histogram(1_000_000_000, 2);
    for (long each : nanos) {
      mallocs.recordValueWithCount(each, 100);
      frees.recordValueWithCount(2 * each, 100);
    }
    Reading reading = new Reading(1, 0, 0, 0, Histograms.toText(mallocs), Histograms.toText(frees));
    results.addLatency(workload, peer, new Measured(reading, List.of()));
    return this;
  }

  /** All that was added. */
  public Results results() {
    return results;
  }
}
