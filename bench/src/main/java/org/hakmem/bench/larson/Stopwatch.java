package org.hakmem.bench.larson;

/**
 * Seconds since {@link #start()}, up to {@link #stop()}. One thread starts and stops it, any may
 * read it.
 */
final class Stopwatch {

  private static final double NANOS_PER_SECOND = 1e9;

  private record Span(long fromNanos, long toNanos, boolean running) {}

  private volatile Span span = new Span(0, 0, false);

  void start() {
    long now = System.nanoTime();
    span = new Span(now, now, true);
  }

  void stop() {
    Span current = span;
    if (current.running) {
      span = new Span(current.fromNanos, System.nanoTime(), false);
    }
  }

  double seconds() {
    Span current = span;
    long to = current.running ? System.nanoTime() : current.toNanos;
    return (to - current.fromNanos) / NANOS_PER_SECOND;
  }
}
