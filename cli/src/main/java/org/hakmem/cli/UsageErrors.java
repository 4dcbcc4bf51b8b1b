package org.hakmem.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one line what is wrong with a command line, and what is allowed; exits with {@value
 * ExitCode#USAGE}.
 */
final class UsageErrors implements IParameterExceptionHandler {

  private static final String PREFIX = "Error: ";

  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    String line = message(exception) + hint(exception, command);
    command
        .getErr()
        .println(
            command.getCommandSpec().qualifiedName() + ": " + line.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  private static String message(ParameterException exception) {
    String message = String.valueOf(exception.getMessage());
    if (message.startsWith(PREFIX)) { // that of options which exclude each other
      message = message.substring(PREFIX.length());
    }
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String hint(ParameterException exception, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    if (exception instanceof UnmatchedArgumentException && !command.getSubcommands().isEmpty()) {
      return "; the commands are " + String.join(", ", command.getSubcommands().keySet());
    }
    if (exception instanceof MissingParameterException
        || exception instanceof UnmatchedArgumentException) {
      return "; see " + name + " --help";
    }
    ArgSpec argument = exception.getArgSpec();
    if (argument != null && argument.description().length > 0) {
      return "; " + label(argument) + " is the " + argument.description()[0];
    }
    return command.getSubcommands().isEmpty()
        ? ""
        : "; the commands are " + String.join(", ", command.getSubcommands().keySet());
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
