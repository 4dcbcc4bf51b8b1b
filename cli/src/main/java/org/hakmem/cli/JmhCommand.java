package org.hakmem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Hands its command line to JMH, {@code -h} included. JMH itself exits the JVM if a benchmark
 * fails.
 */
@Command(
    name = "jmh",
    description = {
      "Runs the JMH benchmarks. All arguments go to JMH, -h included:",
      "-l lists the benchmarks, -h the options."
    },
    versionProvider = Version.class)
final class JmhCommand implements Callable<Integer> {

  /** JMH's main method. */
  @FunctionalInterface
  interface Launcher {
    void launch(String[] arguments) throws Exception;
  }

  private final Launcher launcher;

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "an argument of JMH")
  private List<String> arguments = new ArrayList<>();

  // No short names: those are JMH's. Picocli alone looks at the fields.
  @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
  @SuppressWarnings("unused") // through picocli
  private boolean help;

  @Option(
      names = "--version",
      versionHelp = true,
      description = "Print version information and exit.")
  @SuppressWarnings("unused") // through picocli
  private boolean version;

  JmhCommand(Launcher launcher) {
    this.launcher = launcher;
  }

  @Override
  public Integer call() throws Exception {
    launcher.launch(arguments.toArray(String[]::new));
    return ExitCode.OK;
  }
}
