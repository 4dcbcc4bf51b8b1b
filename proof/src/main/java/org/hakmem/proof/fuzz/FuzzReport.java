package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A finding, ready to print.
 *
 * @param message what differs from the documentation
 * @param lines the program, the last calls and the stack trace
 * @param repeat the options of {@code ./hakmem fuzz} that run it again
 */
public record FuzzReport(String message, List<String> lines, String repeat) {

  /** Copies {@code lines}. */
  public FuzzReport {
    lines = List.copyOf(lines);
  }

  static FuzzReport of(Finding finding, List<String> calls, String repeat) {
    List<String> lines = new ArrayList<>();
    if (!calls.isEmpty()) {
      lines.add("last calls, oldest first:");
    }
    calls.forEach(call -> lines.add("  " + call));
    lines.addAll(finding.lines());
    return new FuzzReport(String.valueOf(finding.getMessage()), lines, repeat);
  }

  /** Returns all of it as lines of text. */
  public List<String> text() {
    List<String> all = new ArrayList<>();
    all.add("finding: " + message);
    all.addAll(lines);
    all.add("repeat: ./hakmem fuzz " + repeat);
    return all;
  }
}
