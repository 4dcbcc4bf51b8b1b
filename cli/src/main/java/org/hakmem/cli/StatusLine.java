package org.hakmem.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Shows how a long run stands: on a terminal in one line that is rewritten, else in a line every
 * few seconds.
 */
final class StatusLine {

  private static final long LOG_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String REWRITE = "\r\u001B[K";

  private final PrintWriter writer;
  private final boolean terminal;
  private long lastNanos = System.nanoTime();
  private boolean shown;

  StatusLine(PrintWriter writer, boolean terminal) {
    this.writer = writer;
    this.terminal = terminal;
  }

  void show(String text) {
    long now = System.nanoTime();
    if (terminal) {
      writer.print(REWRITE + text);
      shown = true;
    } else if (now - lastNanos > LOG_PERIOD_NANOS) {
      lastNanos = now;
      writer.println(text);
    }
    writer.flush();
  }

  /** Makes room for what follows. */
  void clear() {
    if (shown) {
      writer.print(REWRITE);
      writer.flush();
      shown = false;
    }
  }
}
