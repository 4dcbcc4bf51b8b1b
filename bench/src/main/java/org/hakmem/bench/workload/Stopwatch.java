package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes the rate at which something counts: the median of many short windows, so that a window in
 * which a thread lost its processor does not count.
 */
final class Stopwatch {

  private static final int WINDOWS = 20;

  /** How long to wait for a first operation of a very slow peer. */
  private static final double PATIENCE_SECONDS = 60;

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier count;
  private final Runnable check;

  /**
   * Prepares.
   *
   * @param count how many operations were done so far
   * @param check throws if something went wrong; called now and then
   */
  Stopwatch(LongSupplier count, Runnable check) {
    this.count = count;
    this.check = check;
  }

  /**
   * Lets the warm-up pass, then measures; tells the probe.
   *
   * @return operations a second
   */
  double perSecond(Trial trial) throws InterruptedException {
    sleep(trial.warmupSeconds());
    check.run();
    trial.probe().warm();
    double rate = measure(trial.seconds());
    trial.probe().done();
    return rate;
  }

  private double measure(double seconds) throws InterruptedException {
    long start = System.nanoTime();
    long countAtStart = count.getAsLong();
    List<Double> rates = new ArrayList<>();
    long before = countAtStart;
    long since = start;
    for (int window = 0; window < WINDOWS; window++) {
      sleep(seconds / WINDOWS);
      long now = System.nanoTime();
      long counted = count.getAsLong();
      rates.add((counted - before) * NANOS_PER_SECOND / (now - since));
      since = now;
      before = counted;
    }
    double median = Median.of(rates);
    return median > 0 ? median : overall(countAtStart, start);
  }

  /** For a peer so slow that most windows see nothing: the mean, until something is seen. */
  private double overall(long countAtStart, long start) throws InterruptedException {
    long counted = count.getAsLong();
    while (counted == countAtStart) {
      double waited = (System.nanoTime() - start) / NANOS_PER_SECOND;
      if (waited > PATIENCE_SECONDS) {
        throw new IllegalStateException("not one operation in %.0f s".formatted(waited));
      }
      sleep(0.01);
      counted = count.getAsLong();
    }
    return (counted - countAtStart) * NANOS_PER_SECOND / (System.nanoTime() - start);
  }

  private void sleep(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * NANOS_PER_SECOND));
    check.run();
  }
}
