package org.hakmem.bench.workload;

/** A thread's work, in chunks. */
interface Worker {

  /**
   * Does a chunk, some microseconds long, so that a stop is soon seen.
   *
   * @return how many operations count
   * @throws InterruptedException if the thread is to end at once
   */
  long work() throws InterruptedException;

  /** Frees what the work left behind. */
  void close();
}
