package org.hakmem.bench.report;

/**
 * Something to reach: a bound for hakmem's number, or for what it is as a multiple of another.
 *
 * @param workload the label of the workload, or its kind, for each of the kind
 * @param quantity which number
 * @param against what it is held against
 * @param atLeast whether the bound is the least wanted, else it is the most allowed
 * @param bound the bound
 */
record Goal(String workload, Quantity quantity, Against against, boolean atLeast, double bound) {

  /** Whether a number is good enough. */
  boolean isReachedBy(double number) {
    return atLeast ? number >= bound : number <= bound;
  }
}
