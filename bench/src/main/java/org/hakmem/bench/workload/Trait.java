package org.hakmem.bench.workload;

/** What is to be known of a workload before it runs. */
public enum Trait {
  /**
   * There is no floor: without an allocator nothing is left of it, or its blocks would outlive the
   * table whose spots they are.
   */
  NO_FLOOR,
  /** The floor's figure is to be subtracted before figures are compared. */
  NET_OF_FLOOR,
  /** Blocks are freed by other threads than allocated them. */
  CROSSES_THREADS,
  /** It runs in virtual threads. */
  VIRTUAL_THREADS,
  /** A single malloc and free can be timed in it. */
  TIMES_CALLS,
  /** It looks at the JVM's beginning: hakmem's first call beside a first downcall to glibc. */
  COLD,
  /** It is about metadata on the Java heap, which hakmem alone has. */
  HAKMEM_ONLY
}
