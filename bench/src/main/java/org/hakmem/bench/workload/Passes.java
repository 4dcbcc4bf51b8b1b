package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.List;

/** Does work of a fixed size over and over: the shape of all workloads that have an end. */
final class Passes {

  private static final double NANOS_PER_SECOND = 1e9;

  private Passes() {}

  /** One pass. */
  @FunctionalInterface
  interface Pass {

    /** Does it; only what lies between the two calls of {@link System#nanoTime} in it counts. */
    long nanos() throws Exception;
  }

  /**
   * Warms up with one pass at least, then measures with one at least; tells the probe.
   *
   * @return how long a pass takes, in nanoseconds: the median
   */
  static double median(Trial trial, Pass pass) throws Exception {
    repeat(trial.warmupSeconds(), pass);
    trial.probe().warm();
    List<Double> nanos = repeat(trial.seconds(), pass);
    trial.probe().done();
    return Median.of(nanos);
  }

  private static List<Double> repeat(double seconds, Pass pass) throws Exception {
    long start = System.nanoTime();
    List<Double> nanos = new ArrayList<>();
    do {
      nanos.add((double) pass.nanos());
    } while (System.nanoTime() - start < seconds * NANOS_PER_SECOND);
    return nanos;
  }
}
