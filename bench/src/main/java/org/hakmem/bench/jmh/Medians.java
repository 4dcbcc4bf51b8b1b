package org.hakmem.bench.jmh;

import java.util.ArrayList;
import java.util.List;

/** The arithmetic of the speed table. */
final class Medians {

  private Medians() {}

  /**
   * The middle value, or the mean of the middle two.
   *
   * @param values in any order; at least one
   */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Subtracts round by round; as many rounds as both have. */
  static List<Double> differences(List<Double> values, List<Double> less) {
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), less.size()); i++) {
      result.add(values.get(i) - less.get(i));
    }
    return result;
  }

  /**
   * Divides round by round; as many rounds as both have. A round in which the divisor is not
   * positive says nothing and is left out.
   */
  static List<Double> ratios(List<Double> values, List<Double> by) {
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), by.size()); i++) {
      if (by.get(i) > 0) {
        result.add(values.get(i) / by.get(i));
      }
    }
    return result;
  }
}
