package org.hakmem.cli;

import java.util.Locale;

/** Numbers for people: three digits that count, and a unit. */
final class HumanNumbers {

  private static final String[] DECIMAL_UNITS = {"", " k", " M", " G", " T", " P", " E"};
  private static final String[] BINARY_UNITS = {
    " B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"
  };

  private HumanNumbers() {}

  /** As {@code 1.23 M}; below 1,000 a whole number as it is. */
  static String count(double count) {
    return scaled(count, 1000, DECIMAL_UNITS);
  }

  /** As {@code 12.3 MiB}; a negative number means that nobody knows. */
  static String bytes(long bytes) {
    return bytes < 0 ? "unknown" : scaled((double) bytes, 1024, BINARY_UNITS);
  }

  private static String scaled(double value, int step, String[] units) {
    double rest = value;
    int unit = 0;
    // 999.5 would be printed as 1000
    while (rest >= step - 0.5 && unit < units.length - 1) {
      rest /= step;
      unit++;
    }
    int decimals = unit == 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", rest, units[unit]);
  }
}
