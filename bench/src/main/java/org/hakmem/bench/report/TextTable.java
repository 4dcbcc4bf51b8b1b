package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A Markdown table whose columns stand below each other; all but the first to the right. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... heads) {
    rows.add(List.of(heads));
  }

  void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException("a row of %d cells".formatted(cells.length));
    }
    rows.add(List.of(cells));
  }

  /** Whether there are only heads. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("|");
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(widths[column] - cell.length());
        line.append(column == 0 ? " " + cell + blanks : " " + blanks + cell).append(" |");
      }
      lines.add(line.toString());
    }
    StringBuilder rule = new StringBuilder("|");
    for (int column = 0; column < columns; column++) {
      rule.append("-".repeat(widths[column] + 1)).append(column == 0 ? "-|" : ":|");
    }
    lines.add(1, rule.toString());
    return lines;
  }
}
