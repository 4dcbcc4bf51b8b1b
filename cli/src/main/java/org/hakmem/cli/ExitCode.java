package org.hakmem.cli;

/** What the command's exit codes mean. */
final class ExitCode {

  /** All is well. */
  static final int OK = 0;

  /** The workload found something wrong, or the command itself failed. */
  static final int FAILED = 1;

  /** The command line is wrong; nothing was done. */
  static final int USAGE = 2;

  /** Ended by Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
