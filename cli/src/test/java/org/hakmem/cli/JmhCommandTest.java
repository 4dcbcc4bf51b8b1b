package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhCommandTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-h",
        "-l",
        "-V",
        "Replace -f 1 -wi 2 -prof gc",
        "-p size=8,64 .*Pair.* -jvmArgs -Xmx1g",
        "-jvmArgsAppend --help",
        "@file 'quoted' \"twice\" -rf json -rff -",
      })
  void handsEverythingToJmhAsItIs(String commandLine) {
    List<String> arguments = commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" "));
    List<String> handed = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of("jmh"));
    all.addAll(arguments);

    Cli cli = Cli.run(given -> handed.addAll(List.of(given)), all.toArray(String[]::new));

    assertThat(handed).isEqualTo(arguments);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void whatJmhThrowsIsToldAndGivesExitCode1() {
    Cli cli =
        Cli.run(
            _ -> {
              throw new IllegalStateException("seeded");
            },
            "jmh");

    assertThat(cli.err()).startsWith("hakmem jmh: java.lang.IllegalStateException: seeded");
    assertThat(cli.exitCode()).isEqualTo(1);
  }
}
