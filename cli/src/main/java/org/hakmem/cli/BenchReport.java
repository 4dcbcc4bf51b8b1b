package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.hakmem.bench.report.HtmlReport;
import org.hakmem.bench.report.JsonReport;
import org.hakmem.bench.report.TextReport;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;

/** Prints a run's results wherever they are wanted. */
final class BenchReport {

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputTarget json;
  private final OutputTarget html;

  BenchReport(PrintWriter out, PrintWriter err, OutputTarget json, OutputTarget html) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.html = html;
  }

  void print(Plan plan, Results results) throws IOException {
    PrintWriter table = json.isStandardOutput() || html.isStandardOutput() ? err : out;
    new TextReport(plan, results).lines().forEach(table::println);
    table.flush();
    if (json.isWanted()) {
      json.write(new JsonReport(plan, results).text(), out);
    }
    if (html.isWanted()) {
      html.write(new HtmlReport(plan, results).text(), out);
    }
  }
}
