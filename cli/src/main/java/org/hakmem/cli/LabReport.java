package org.hakmem.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.LabTable;
import org.hakmem.lab.Result;
import org.hakmem.lab.catalogue.Catalogue;

/** What the lab prints: its rows as they come, what is wrong, and a last line. */
final class LabReport {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean traces;
  private final LabTable rows = new LabTable();

  /** One that also prints the trace of every row, or only of those that differ. */
  LabReport(PrintWriter out, PrintWriter err, boolean traces) {
    this.out = out;
    this.err = err;
    this.traces = traces;
  }

  /** The exhibits, without running them. */
  static List<String> list(Catalogue catalogue) {
    List<String> lines = new ArrayList<>();
    String section = "";
    for (Exhibit exhibit : catalogue.exhibits()) {
      if (!exhibit.section().equals(section)) {
        if (!section.isEmpty()) {
          lines.add("");
        }
        section = exhibit.section();
        lines.add(section);
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-34s %-38s %s",
              exhibit.name(),
              exhibit.source(),
              exhibit.expected().label()));
    }
    return lines;
  }

  /** A result has come in. */
  void row(Result result) {
    rows.next(result).forEach(out::println);
    if (traces || !result.asExpected()) {
      evidence(result);
    }
    out.flush();
  }

  /** A round of a long run begins. */
  void round(Effort effort) {
    out.println("round with --repeat " + effort);
    out.flush();
  }

  /** A verdict of a long run is not the one expected. */
  void differs(Result result) {
    out.printf(
        Locale.ROOT,
        "%s: expected %s, found %s; again with: ./hakmem lab --trace %s --repeat %s%n",
        result.exhibit().name(),
        result.exhibit().expected().label(),
        result.found(),
        result.exhibit().name(),
        result.effort());
    evidence(result);
    out.flush();
  }

  /** All rounds together. */
  void table(List<Result> results) {
    LabTable.lines(results).forEach(out::println);
  }

  /** The last line. */
  void summary(List<Result> results, int exhibits) {
    List<String> differing =
        results.stream()
            .filter(result -> !result.asExpected())
            .map(result -> result.exhibit().name())
            .toList();
    if (!traces) { // after a trace there is an empty line already
      out.println();
    }
    if (results.size() < exhibits) {
      out.println((exhibits - results.size()) + " of " + exhibits + " exhibits were not reached.");
    }
    if (differing.isEmpty()) {
      out.println(
          results.size() == 1
              ? "The verdict is as expected."
              : results.size() + " exhibits, every verdict as expected.");
    } else {
      out.println(
          differing.size()
              + " of "
              + results.size()
              + " verdicts differ from what is expected: "
              + String.join(", ", differing));
    }
    out.flush();
  }

  /** Ctrl-C came, and the exhibit that runs did not end in time. */
  void interrupted(int ended, int exhibits) {
    out.println();
    out.println("Interrupted: " + ended + " of " + exhibits + " exhibits had ended.");
    out.flush();
  }

  private void evidence(Result result) {
    String trace = result.trace();
    if (!trace.isEmpty()) {
      out.println();
      trace.lines().forEach(line -> out.println("    " + line));
      out.println();
    }
    Throwable failure = result.failure();
    if (failure != null) {
      failure.printStackTrace(err);
      err.flush();
    }
  }
}
