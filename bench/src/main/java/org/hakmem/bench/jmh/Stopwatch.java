package org.hakmem.bench.jmh;

import java.util.ArrayList;
import java.util.List;

/**
 * Times a loop: the median of many short windows, so that a window in which the thread lost its
 * processor does not count.
 */
final class Stopwatch {

  private static final int WINDOWS = 20;

  private Stopwatch() {}

  /**
   * Runs a loop for a time.
   *
   * @param loop the work
   * @param chunk operations between two looks at the clock
   * @param seconds how long
   * @return nanoseconds an operation took, in the median window
   */
  static double nanosPerOperation(Loop loop, int chunk, double seconds) {
    long windowNanos = Math.max(1, (long) (seconds * 1e9 / WINDOWS));
    List<Double> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      windows.add(window(loop, chunk, windowNanos));
    }
    return Medians.median(windows);
  }

  private static double window(Loop loop, int chunk, long windowNanos) {
    long start = System.nanoTime();
    long elapsed;
    long operations = 0;
    do {
      loop.run(chunk);
      operations += chunk;
      elapsed = System.nanoTime() - start;
    } while (elapsed < windowNanos);
    return (double) elapsed / operations;
  }
}
