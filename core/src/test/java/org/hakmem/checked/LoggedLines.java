package org.hakmem.checked;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what the allocator logs while it is open, instead of printing it. */
public final class LoggedLines extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("org.hakmem");
  private final boolean usedParents = logger.getUseParentHandlers();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

  /** Begins. */
  public LoggedLines() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** The messages so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The exceptions logged with them so far. */
  public List<Throwable> thrown() {
    return List.copyOf(thrown);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getMessage());
    if (line.getThrown() != null) {
      thrown.add(line.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParents);
  }
}
