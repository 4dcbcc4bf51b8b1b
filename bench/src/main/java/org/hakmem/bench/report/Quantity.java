package org.hakmem.bench.report;

/** What of a measurement is looked at. */
enum Quantity {
  /** The figure as measured; of resident memory, less an idle JVM's. */
  FIGURE,
  /** The figure less the floor's of the same round. */
  NET_FIGURE,
  /** The most that was resident, less an idle JVM's, in MiB. */
  PEAK,
  /** The 99.9th percentile of a single malloc, in nanoseconds. */
  MALLOC_TAIL,
  /** The 99.9th percentile of a single free, in nanoseconds. */
  FREE_TAIL
}
