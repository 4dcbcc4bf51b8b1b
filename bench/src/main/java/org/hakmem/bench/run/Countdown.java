package org.hakmem.bench.run;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How much of a run is done, and how long the rest will take at this rate. For one thread. */
final class Countdown {

  private final long start = System.nanoTime();
  private int all;
  private int done;

  Countdown(int all) {
    this.all = all;
  }

  void done() {
    done++;
  }

  /** So many will not be done at all. */
  void skip(int count) {
    all -= count;
  }

  /** As {@code [ 12/340, 14 min left]}. */
  @Override
  public String toString() {
    if (done == 0) {
      return String.format(Locale.ROOT, "[%3d/%d]", done, all);
    }
    long elapsed = System.nanoTime() - start;
    long minutes = TimeUnit.NANOSECONDS.toMinutes(elapsed / done * (all - done));
    return String.format(Locale.ROOT, "[%3d/%d, %d min left]", done, all, minutes);
  }
}
