package org.hakmem.bench.jmh;

/**
 * What one child JVM measured.
 *
 * @param value nanoseconds an operation, or million frees a second, as the workload says
 * @param residentKib by how much the process grew from before its first block to its peak while it
 *     was measured; 0 where that is not looked at
 */
record Reading(double value, long residentKib) {

  private static final String MARK = "reading";

  /** One line for the parent. */
  String toLine() {
    return "%s %s %d".formatted(MARK, value, residentKib);
  }

  /** Whether a child's line is {@link #toLine()}'s. */
  static boolean isLine(String line) {
    return line.startsWith(MARK + " ");
  }

  /** Reads what {@link #toLine()} wrote. */
  static Reading ofLine(String line) {
    String[] words = line.split(" ", -1);
    return new Reading(Double.parseDouble(words[1]), Long.parseLong(words[2]));
  }
}
