package org.hakmem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands its command line to the speed table, {@code --help} included. */
@Command(
    name = "speed",
    description = {
      "Measures malloc and free beside native allocators, a JVM each, in turn.",
      "--help lists the options."
    },
    versionProvider = Version.class)
final class SpeedCommand implements Callable<Integer> {

  private final ToIntFunction<String[]> table;

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "an option of the table")
  private List<String> arguments = new ArrayList<>();

  SpeedCommand(ToIntFunction<String[]> table) {
    this.table = table;
  }

  @Override
  public Integer call() {
    return table.applyAsInt(arguments.toArray(String[]::new));
  }
}
