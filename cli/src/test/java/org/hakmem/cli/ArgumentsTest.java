package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every wrong command line: one line that says what is wrong and what is allowed, and exit code 2.
 */
class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | hakmem: missing required subcommand; the commands are larson, bench, jmh, lab, fuzz, soak, mutants
          larsen                            | hakmem: unmatched argument at index 0: 'larsen'; the commands are larson, bench, jmh, lab, fuzz, soak, mutants
          --foo                             | hakmem: unknown option: '--foo'; the commands are larson, bench, jmh, lab, fuzz, soak, mutants
          larson                            | hakmem larson: missing required parameters: 'SECONDS', 'THREADS'; see hakmem larson --help
          larson 1                          | hakmem larson: missing required parameter: 'THREADS'; see hakmem larson --help
          larson 1 2 3                      | hakmem larson: unmatched argument at index 3: '3'; see hakmem larson --help
          larson 1 2 --foo                  | hakmem larson: unknown option: '--foo'; see hakmem larson --help
          larson x 2                        | hakmem larson: invalid value for positional parameter at index 0 (SECONDS): 'x' is not a double; SECONDS is the length of the run in seconds, from 0.01 to 1000000
          larson 0 2                        | hakmem larson: seconds must be from 0.01 to 1000000, not 0.0
          larson NaN 2                      | hakmem larson: seconds must be from 0.01 to 1000000, not NaN
          larson 1 0                        | hakmem larson: threads must be from 1 to 10000, not 0
          larson 1 -3                       | hakmem larson: threads must be from 1 to 10000, not -3
          larson 1 99999999999              | hakmem larson: invalid value for positional parameter at index 1 (THREADS): '99999999999' is not an int; THREADS is the number of threads, from 1 to 10000
          larson 1 2 --min 0                | hakmem larson: min must be from 1 to 1073741824, not 0
          larson 1 2 --min x                | hakmem larson: invalid value for option '--min': 'x' is not an int; --min is the smallest block size in bytes, from 1 to 1073741824
          larson 1 2 --min 9 --max 9        | hakmem larson: max must be from 10 to 1073741825, not 9
          larson 1 2 --slots 0              | hakmem larson: slots must be from 1 to 100000000, not 0
          larson 1 2 --rounds 0             | hakmem larson: rounds must be from 1 to 1000000000, not 0
          larson 1 2 --seed x               | hakmem larson: invalid value for option '--seed': 'x' is not a long; --seed is the seed of all random choices, any long
          larson 1 2 --seed 1 --seed 2      | hakmem larson: option '--seed' (N) should be specified only once
          larson 1 2 --magazine -1          | hakmem larson: org.hakmem.magazineCapacity=-1: must be from 0 to 1024
          larson 1 2 --magazine 1025        | hakmem larson: org.hakmem.magazineCapacity=1025: must be from 0 to 1024
          larson 1 2 --json                 | hakmem larson: missing required parameter for option '--json' (FILE); see hakmem larson --help
          larson 1 2 --json /no/such/d/x    | hakmem larson: can't write /no/such/d/x: no such directory
          larson 1 2 --json /               | hakmem larson: can't write /: it is a directory
          bench --rounds 0                  | hakmem bench: rounds must be from 1 to 1000, not 0
          bench --seconds 0                 | hakmem bench: seconds must be from 0.01 to 3600, not 0.0
          bench --seconds many              | hakmem bench: invalid value for option '--seconds': 'many' is not a double; --seconds is the length of each measurement in seconds, from 0.01 to 3600
          bench --warmup -1                 | hakmem bench: warmup must be from 0 to 3600, not -1.0
          bench --peers malloc              | hakmem bench: no peer 'malloc'; there are: hakmem, mimalloc, jemalloc, tcmalloc, glibc, lwjgl-rpmalloc, lwjgl-jemalloc, arena-confined, arena-shared, arena-auto, netty-pooled, netty-adaptive, netty-hakmem, hakmem-fast, floor
          fuzz --operations 0               | hakmem fuzz: operations must be at least 1, not 0
          fuzz --mode wild                  | hakmem fuzz: invalid value for option '--mode': expected one of [GUIDED, SEEDED, THREADS] (case-insensitive) but was 'wild'; --mode is the guided (by coverage), seeded or threads (several at once); by default each in turn
          fuzz --json /no/such/d/x          | hakmem fuzz: can't write /no/such/d/x: no such directory
          soak                              | hakmem soak: missing required parameter: 'MINUTES'; see hakmem soak --help
          soak 0                            | hakmem soak: minutes must be from 0.1 to 100000, not 0.0
          soak NaN                          | hakmem soak: minutes must be from 0.1 to 100000, not NaN
          soak 1 --plot /                   | hakmem soak: can't write /: it is a directory
          bench replay                      | hakmem bench: replay needs the file of a trace
          bench replay /no/such/file        | hakmem bench: can't read the trace /no/such/file
          bench --html /no/such/d/x pair    | hakmem bench: can't write /no/such/d/x: no such directory
          bench --json - --html - pair      | hakmem bench: only one of --json and --html can be the standard output
          """)
  void aWrongCommandLineGetsOneLineAndExitCode2(String commandLine, String expected) {
    Cli cli = Cli.run(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));

    assertThat(cli.errLines()).containsExactly(expected);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "larson --help",
        "larson -h",
        "bench -h",
        "jmh --help",
        "fuzz -h",
        "soak -h",
        "mutants -h"
      })
  void helpIsEverywhere(String commandLine) {
    ByteArrayOutputStream warnings = new ByteArrayOutputStream(); // picocli's, of a wrong format
    PrintStream err = System.err;
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
    try {
      Cli cli = Cli.run(commandLine.split(" "));

      assertThat(cli.out()).startsWith("Usage: hakmem");
      assertThat(cli.err()).isEmpty();
      assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(cli.exitCode()).isZero();
    } finally {
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "larson --version", "larson -V", "jmh --version"})
  void theVersionIsEverywhere(String commandLine) {
    Cli cli = Cli.run(commandLine.split(" "));

    assertThat(cli.out()).startsWith("hakmem ").contains("Java " + Runtime.version());
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void aBadSystemPropertyIsAUsageError() {
    System.setProperty("org.hakmem.stripes", "many");
    try {
      Cli cli = Cli.run("larson", "1", "2");

      assertThat(cli.errLines())
          .containsExactly("hakmem larson: org.hakmem.stripes=many: must be from 1 to 1024");
      assertThat(cli.exitCode()).isEqualTo(2);
    } finally {
      System.clearProperty("org.hakmem.stripes");
    }
  }
}
