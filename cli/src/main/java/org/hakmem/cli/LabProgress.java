package org.hakmem.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import org.hakmem.lab.Exhibit;
import org.jspecify.annotations.Nullable;

/**
 * Shows which exhibit runs and for how long, once that is more than two seconds: on a terminal in
 * one line that is rewritten, else in a line every half minute.
 */
final class LabProgress implements AutoCloseable {

  private static final long SILENCE_MILLIS = 2_000;
  private static final long TERMINAL_PERIOD_MILLIS = 500;
  private static final long LOG_PERIOD_MILLIS = 30_000;
  private static final String REWRITE = "\r\u001B[K";

  private final PrintWriter writer;
  private final boolean terminal;
  private final Timer timer = new Timer("hakmem-lab-progress", true);
  private @Nullable TimerTask task;
  private boolean shown;

  LabProgress(PrintWriter writer, boolean terminal) {
    this.writer = writer;
    this.terminal = terminal;
  }

  synchronized void started(Exhibit exhibit, int number, int total) {
    long start = System.nanoTime();
    TimerTask shows =
        new TimerTask() {
          @Override
          public void run() {
            show(this, text(exhibit, number, total, System.nanoTime() - start));
          }
        };
    task = shows;
    timer.schedule(shows, SILENCE_MILLIS, terminal ? TERMINAL_PERIOD_MILLIS : LOG_PERIOD_MILLIS);
  }

  /** Makes room for what follows. */
  synchronized void ended() {
    TimerTask shows = task;
    if (shows != null) {
      shows.cancel();
      task = null;
    }
    if (terminal && shown) {
      writer.print(REWRITE);
      writer.flush();
    }
    shown = false;
  }

  @Override
  public void close() {
    ended();
    timer.cancel();
  }

  static String text(Exhibit exhibit, int number, int total, long nanos) {
    return String.format(
        Locale.ROOT, "%d/%d %s  %.0f s", number, total, exhibit.name(), nanos / 1e9);
  }

  private synchronized void show(TimerTask shows, String text) {
    if (!shows.equals(task)) {
      return; // it ended while this was waiting
    }
    shown = true;
    if (terminal) {
      writer.print(REWRITE + text);
    } else {
      writer.println(text);
    }
    writer.flush();
  }
}
