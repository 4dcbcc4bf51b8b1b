package org.hakmem.cli;

import java.io.PrintWriter;
import org.hakmem.lab.catalogue.Catalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hakmem} command. */
@Command(
    name = "hakmem",
    description = "An off-heap malloc and free for Java: its workloads and benchmarks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private Main() {}

  /**
   * Runs a command and exits the JVM: 0 if all is well, 1 if something went wrong, 2 if the command
   * line is wrong, 130 after Ctrl-C.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    CommandLine commandLine = commandLine(org.openjdk.jmh.Main::main);
    int exitCode = commandLine.execute(args);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    System.exit(exitCode);
  }

  static CommandLine commandLine(JmhCommand.Launcher jmh) {
    CommandLine jmhCommand = new CommandLine(new JmhCommand(jmh));
    jmhCommand.setUnmatchedOptionsArePositionalParams(true).setStopAtPositional(true);
    return new CommandLine(new Main())
        .addSubcommand(new LarsonCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(jmhCommand)
        .addSubcommand(new LabCommand(Catalogue.all(), LabCommand::hasLibraries))
        .addSubcommand(new FuzzCommand())
        .addSubcommand(new SoakCommand())
        .addSubcommand(new MutantsCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
  }

  private static int failed(Exception exception, CommandLine command) {
    PrintWriter err = command.getErr();
    err.print(command.getCommandSpec().qualifiedName() + ": ");
    exception.printStackTrace(err);
    err.flush();
    return ExitCode.FAILED;
  }
}
