package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Arithmetic of numbers of which there is one for each round. */
final class Rounds {

  private Rounds() {}

  /** Subtracts round by round; as many rounds as both have. */
  static List<Double> differences(List<Double> values, List<Double> less) {
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), less.size()); i++) {
      result.add(values.get(i) - less.get(i));
    }
    return result;
  }

  /**
   * Divides round by round; as many rounds as both have. A round in which either is not positive,
   * as a time net of the floor may be by chance, says nothing and is left out.
   */
  static List<Double> ratios(List<Double> values, List<Double> by) {
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), by.size()); i++) {
      if (values.get(i) > 0 && by.get(i) > 0) {
        result.add(values.get(i) / by.get(i));
      }
    }
    return result;
  }

  /** The smallest. */
  static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest. */
  static double most(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
