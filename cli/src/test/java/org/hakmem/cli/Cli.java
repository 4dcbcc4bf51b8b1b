package org.hakmem.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * Runs the command in this JVM and keeps what it printed.
 *
 * @param exitCode the exit code
 * @param out the standard output
 * @param err the standard error
 */
record Cli(int exitCode, String out, String err) {

  static Cli run(String... arguments) {
    return run(_ -> {}, arguments);
  }

  static Cli run(JmhCommand.Launcher jmh, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(jmh)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Cli(exitCode, out.toString(), err.toString());
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
