package org.hakmem.proof.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a series of measurements grows: a line fitted by least squares to the means of at most
 * {@value #BATCHES} stretches of equal length, as neighbouring measurements depend on each other.
 *
 * <p>A series trends upward if the lower end of the 99 % confidence interval of its growth from the
 * first to the last stretch is above both {@value #ALLOWED_SHARE} of its mean and the allowance in
 * bytes.
 *
 * @param name what was measured
 * @param mean the mean in bytes
 * @param growth the growth of the fitted line in bytes, from the first to the last stretch
 * @param growthLow the lower end of its confidence interval
 * @param growthHigh the upper end
 * @param allowed the growth up to which the series counts as steady
 */
public record Trend(
    String name, double mean, double growth, double growthLow, double growthHigh, double allowed) {

  static final int BATCHES = 20;
  static final double ALLOWED_SHARE = 0.02;

  /** Quantiles of Student's t for 99 % (two-sided), by degrees of freedom from 1. */
  private static final double[] T = {
    63.66, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012,
    2.977, 2.947, 2.921, 2.898, 2.878, 2.861, 2.845
  };

  private static final int MIN_VALUES = 4;

  /**
   * Fits a line.
   *
   * @param values measurements at equal distances
   * @param allowance growth in bytes that counts as none
   * @throws IllegalArgumentException if there are fewer than four values
   */
  static Trend of(String name, List<Double> values, double allowance) {
    if (values.size() < MIN_VALUES) {
      throw new IllegalArgumentException(name + ": too few samples: " + values.size());
    }
    double[] means = means(values);
    int n = means.length;
    double meanX = (n - 1) / 2.0;
    double meanY = sum(means) / n;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      xx += (i - meanX) * (i - meanX);
      xy += (i - meanX) * (means[i] - meanY);
    }
    double slope = xy / xx;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = means[i] - meanY - slope * (i - meanX);
      squares += residual * residual;
    }
    double error = T[n - 3] * Math.sqrt(squares / (n - 2) / xx);
    return new Trend(
        name,
        meanY,
        slope * (n - 1),
        (slope - error) * (n - 1),
        (slope + error) * (n - 1),
        Math.max(allowance, ALLOWED_SHARE * meanY));
  }

  private static double[] means(List<Double> values) {
    int n = Math.min(BATCHES, values.size());
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Double> batch = values.subList(i * values.size() / n, (i + 1) * values.size() / n);
      means.add(batch.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }
    return means.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Returns whether the series grows. */
  public boolean isUpward() {
    return growthLow > allowed;
  }
}
