package org.hakmem.bench.workload;

/** What a workload's figure counts. */
public enum Unit {
  /** Nanoseconds an operation, on each processor. */
  NANOS("ns/op", false),
  /** Microseconds an operation, on each processor. */
  MICROS("µs/op", false),
  /** Milliseconds a pass. */
  MILLIS("ms", false),
  /** Million blocks freed a second. */
  MILLION_FREES("M frees/s", true),
  /** Million operations for each second of processor time, of all threads of the JVM. */
  MILLION_PER_CPU_SECOND("M op/CPU s", true),
  /** Memory that is resident. */
  MEBIBYTES("MiB", false),
  /** Parts of a hundred. */
  PERCENT("%", false);

  private final String symbol;
  private final boolean moreIsBetter;

  Unit(String symbol, boolean moreIsBetter) {
    this.symbol = symbol;
    this.moreIsBetter = moreIsBetter;
  }

  /** As written after a figure. */
  public String symbol() {
    return symbol;
  }

  /** Whether the larger figure is the better one. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }
}
