package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SpeedCommandTest {

  @Test
  void handsEverythingToTheTableAndReturnsItsResult() {
    List<String> handed = new ArrayList<>();
    SpeedCommand command =
        new SpeedCommand(arguments -> {
          handed.addAll(List.of(arguments));
          return ExitCode.FAILED;
        });

    int exitCode =
        new CommandLine(command)
            .setUnmatchedOptionsArePositionalParams(true)
            .setStopAtPositional(true)
            .execute("--rounds", "3", "--peers", "floor,hakmem");

    assertThat(handed).containsExactly("--rounds", "3", "--peers", "floor,hakmem");
    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aWrongOptionIsToldByTheTable() {
    Cli cli = Cli.run(_ -> {}, "speed", "--rounds", "0");

    assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
