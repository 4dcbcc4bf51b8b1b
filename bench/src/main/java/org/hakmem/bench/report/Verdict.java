package org.hakmem.bench.report;

import java.util.List;
import org.hakmem.bench.workload.Median;

/**
 * A goal, and what a run says of it.
 *
 * @param title what is compared with what, in words
 * @param goal the goal
 * @param wanted the bound, in words
 * @param rounds one number for each round; at least one
 */
record Verdict(String title, Goal goal, String wanted, List<Double> rounds) {

  /** Copies the list. */
  Verdict {
    rounds = List.copyOf(rounds);
  }

  /** The median. */
  double measured() {
    return Median.of(rounds);
  }

  /** Whether the median is good enough. */
  boolean reached() {
    return goal.isReachedBy(measured());
  }
}
