package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.hakmem.bench.larson.LarsonResult;

/** Prints a result once, as a table and as JSON, whichever thread comes first. */
final class LarsonReport {

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputTarget json;
  private boolean printed;

  LarsonReport(PrintWriter out, PrintWriter err, OutputTarget json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Prints, unless it was done; returns false if the JSON could not be written. */
  synchronized boolean print(LarsonResult result) {
    if (printed) {
      return true;
    }
    printed = true;
    PrintWriter table = json.isStandardOutput() ? err : out;
    LarsonSummary.lines(result).forEach(table::println);
    table.flush();
    if (!result.failures().isEmpty()) {
      result.failures().getFirst().cause().printStackTrace(err);
      err.flush();
    }
    try {
      json.write(LarsonJson.text(result), out);
      return true;
    } catch (IOException e) {
      err.println("hakmem larson: the JSON was not written: " + e);
      err.flush();
      return false;
    }
  }
}
