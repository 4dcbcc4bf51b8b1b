package org.hakmem.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of verdicts: name, where it comes from, verdict expected, verdict found, how much was
 * explored, how long it took. A row whose verdict is not the one expected is marked.
 */
public final class LabTable {

  private String section = "";

  /** The table's lines. */
  public static List<String> lines(List<Result> results) {
    LabTable table = new LabTable();
    return results.stream().flatMap(result -> table.next(result).stream()).toList();
  }

  /** The lines of one more result: its row, and before it a heading if a section begins. */
  public List<String> next(Result result) {
    List<String> lines = new ArrayList<>();
    if (!result.exhibit().section().equals(section)) {
      if (!section.isEmpty()) {
        lines.add("");
      }
      section = result.exhibit().section();
      lines.add(section);
      lines.add(line("", "name", "where", "expected", "found", "explored", "time"));
    }
    lines.add(line(result));
    return lines;
  }

  private static String line(Result result) {
    Exhibit exhibit = result.exhibit();
    return line(
        result.asExpected() ? "" : "!",
        exhibit.name(),
        exhibit.source(),
        exhibit.expected().label(),
        result.found(),
        explored(result),
        String.format(Locale.ROOT, "%.1f s", result.duration().toMillis() / 1000.0));
  }

  private static String explored(Result result) {
    Outcome outcome = result.outcome();
    return outcome == null || outcome.unit().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%,d %s", outcome.explored(), outcome.unit());
  }

  private static String line(
      String mark,
      String name,
      String source,
      String expected,
      String found,
      String explored,
      String time) {
    return String.format(
            Locale.ROOT,
            "%-2s%-34s %-38s %-8s %-11s %22s %7s",
            mark,
            name,
            source,
            expected,
            found,
            explored,
            time)
        .stripTrailing();
  }
}
