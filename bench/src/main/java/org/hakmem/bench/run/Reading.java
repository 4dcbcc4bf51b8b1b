package org.hakmem.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * What one child JVM measured.
 *
 * @param figure in the workload's unit
 * @param baseKib what was resident when the workload's own data were there; 0 if it has few
 * @param peakKib the most that was resident while it measured
 * @param endKib what was resident when it had measured
 * @param mallocs the times of single calls, as {@link Histograms} writes them; empty if they were
 *     not taken
 * @param frees the same of frees
 */
public record Reading(
    double figure, long baseKib, long peakKib, long endKib, String mallocs, String frees) {

  private static final String MARK = "reading ";
  private static final JsonMapper MAPPER = new JsonMapper();

  /** One line for the parent. */
  String toLine() {
    try {
      return MARK + MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a child's line is {@link #toLine()}'s. */
  static boolean isLine(String line) {
    return line.startsWith(MARK);
  }

  /** Reads what {@link #toLine()} wrote. */
  static Reading ofLine(String line) {
    try {
      return MAPPER.readValue(line.substring(MARK.length()), Reading.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no reading: " + line, e);
    }
  }
}
