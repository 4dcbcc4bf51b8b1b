package org.hakmem.bench.larson;

import java.util.ArrayList;
import java.util.List;

/** What went wrong: all of it counted, the first few of each kind kept. Safe for any thread. */
final class Findings {

  /** How many of each kind are kept. */
  static final int KEPT = 8;

  private final List<Corruption> corruptions = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private long corruptionCount;

  synchronized void add(Corruption corruption) {
    corruptionCount++;
    if (corruptions.size() < KEPT) {
      corruptions.add(corruption);
    }
  }

  synchronized void add(Failure failure) {
    if (failures.size() < KEPT) {
      failures.add(failure);
    }
  }

  synchronized long corruptionCount() {
    return corruptionCount;
  }

  synchronized List<Corruption> corruptions() {
    return List.copyOf(corruptions);
  }

  synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }
}
