package org.hakmem.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers for people: three digits that count. */
final class Numbers {

  /** Stands where there is no number. */
  static final String NONE = "–";

  private Numbers() {}

  /** As {@code 0.12}, {@code 3.45}, {@code 12.3}, {@code 1,234}. */
  static String of(double number) {
    double size = Math.abs(number);
    String format = size >= 99.95 ? "%,.0f" : size >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number);
  }

  /** A number, or {@link #NONE}. */
  static String of(Optional<Double> number) {
    return number.map(Numbers::of).orElse(NONE);
  }

  /** The least and the most. */
  static String range(List<Double> numbers) {
    return numbers.isEmpty()
        ? NONE
        : "%s–%s".formatted(of(Rounds.least(numbers)), of(Rounds.most(numbers)));
  }
}
