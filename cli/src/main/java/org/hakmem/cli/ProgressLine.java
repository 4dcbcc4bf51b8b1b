package org.hakmem.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.hakmem.bench.larson.LarsonProgress;

/**
 * Shows how a run stands: on a terminal in one line that is rewritten, else in a line every few
 * seconds.
 */
final class ProgressLine {

  /** Told four times a second, a log gets a line every five seconds. */
  private static final int TICKS_PER_LINE = 20;

  private static final String REWRITE = "\r\u001B[K";

  private final PrintWriter writer;
  private final boolean terminal;
  private int ticks;

  ProgressLine(PrintWriter writer, boolean terminal) {
    this.writer = writer;
    this.terminal = terminal;
  }

  void show(LarsonProgress progress) {
    ticks++;
    if (terminal) {
      writer.print(REWRITE + text(progress));
    } else if (ticks % TICKS_PER_LINE == 0) {
      writer.println(text(progress));
    }
    writer.flush();
  }

  /** Makes room for what follows. */
  void clear() {
    if (terminal && ticks > 0) {
      writer.print(REWRITE);
      writer.flush();
    }
  }

  private static String text(LarsonProgress progress) {
    String text =
        String.format(
            Locale.ROOT,
            "%6.1f s  %s ops/s  %s resident",
            progress.seconds(),
            HumanNumbers.count(progress.opsPerSecond()),
            HumanNumbers.bytes(progress.residentBytes()));
    return progress.corruptions() == 0
        ? text
        : text + "  " + progress.corruptions() + " corruptions";
  }
}
