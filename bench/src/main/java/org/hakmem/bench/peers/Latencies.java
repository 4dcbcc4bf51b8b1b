package org.hakmem.bench.peers;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** How long single calls took, in nanoseconds. One thread at a time records. */
public final class Latencies {

  /** Longer ones count as so long: 10 s. */
  private static final long LONGEST_NANOS = 10_000_000_000L;

  /** Significant digits; 2 tell values apart that differ by 1 %. */
  private static final int DIGITS = 2;

  private final SingleWriterRecorder mallocs = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
  private final SingleWriterRecorder frees = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);

  void malloc(long nanos) {
    mallocs.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void free(long nanos) {
    frees.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  /** Forgets what was recorded. Safe while the other thread records. */
  void start() {
    mallocs.reset();
    frees.reset();
  }

  /** Adds what another has; safe while its thread records. Takes it away from there. */
  void add(Latencies other) {
    add(other.mallocs, mallocs);
    add(other.frees, frees);
  }

  /** The times of allocations so far; takes them away from here. */
  public Histogram takeMallocs() {
    return mallocs.getIntervalHistogram();
  }

  /** The times of frees so far; takes them away from here. */
  public Histogram takeFrees() {
    return frees.getIntervalHistogram();
  }

  private static void add(SingleWriterRecorder from, SingleWriterRecorder to) {
    from.getIntervalHistogram()
        .recordedValues()
        .forEach(value ->
            to.recordValueWithCount(value.getValueIteratedTo(), value.getCountAtValueIteratedTo()));
  }
}
