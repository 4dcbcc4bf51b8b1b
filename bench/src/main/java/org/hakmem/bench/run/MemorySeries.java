package org.hakmem.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.bench.machine.ResidentMemory;
import org.hakmem.bench.run.Measured.Point;

/**
 * Another process's resident memory over time, looked at from outside so that the looking takes
 * nothing from it. One thread samples, any may say how far the process is.
 */
final class MemorySeries {

  /** More than a chart can show; beyond that every second point is dropped. */
  private static final int MOST_POINTS = 200;

  private static final double NANOS_PER_SECOND = 1e9;

  private final long pid;
  private final List<Point> points = new ArrayList<>();
  private long warmNanos;
  private boolean measuring;
  private int every = 1;
  private int ticks;

  MemorySeries(long pid) {
    this.pid = pid;
  }

  /** The warm-up is over. */
  synchronized void warm() {
    warmNanos = System.nanoTime();
    measuring = true;
  }

  /** The measurement is over. */
  synchronized void done() {
    measuring = false;
  }

  /** Takes a point, if it is time to. */
  synchronized void sample() {
    if (!measuring || ticks++ % every != 0) {
      return;
    }
    long kib = ResidentMemory.kibOf(pid);
    if (kib > 0) {
      points.add(new Point((System.nanoTime() - warmNanos) / NANOS_PER_SECOND, kib));
    }
    if (points.size() > MOST_POINTS) {
      every *= 2;
      for (int i = points.size() - 1; i > 0; i -= 2) {
        points.remove(i);
      }
    }
  }

  /** What was seen. */
  synchronized List<Point> points() {
    return List.copyOf(points);
  }
}
