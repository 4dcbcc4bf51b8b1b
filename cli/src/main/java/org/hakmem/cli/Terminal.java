package org.hakmem.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks on. */
final class Terminal {

  private Terminal() {}

  /** Whether the command runs in a terminal, where a line can be rewritten. */
  @SuppressWarnings("SystemConsoleNull") // it is null again in JDK 25, if this is no terminal
  static boolean isAttached() {
    @Nullable Console console = System.console();
    return console != null && console.isTerminal();
  }
}
