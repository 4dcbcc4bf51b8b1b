package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.catalogue.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LabCommandTest {

  private static final Exhibit SAFE =
      new GivenExhibit("safe", Verdict.HOLDS, Outcome.holds(12, "runs"));
  private static final Exhibit UNSAFE =
      new GivenExhibit("unsafe", Verdict.CAUGHT, Outcome.caught(3, "runs", "first b, then a"));
  private static final Exhibit SURVIVOR =
      new GivenExhibit(
          "survivor", Verdict.CAUGHT, new Outcome(Verdict.HOLDS, 3, "runs", "all 3 runs"));

  @TempDir private Path directory;

  @Test
  void exitsWith0IfEveryVerdictIsAsExpected() {
    Cli cli = run(List.of(SAFE, UNSAFE));

    assertThat(cli.out())
        .contains("safe", "12 runs", "2 exhibits, every verdict as expected")
        .doesNotContain("first b, then a");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void exitsWith1IfOneDiffersAndShowsIt() {
    Cli cli = run(List.of(SAFE, SURVIVOR));

    assertThat(cli.out())
        .contains("! survivor", "all 3 runs at 1:0")
        .contains("1 of 2 verdicts differ from what is expected: survivor");
    assertThat(cli.exitCode()).isEqualTo(1);
  }

  @Test
  void anErrorIsADifference() {
    Exhibit broken = GivenExhibit.failing("broken", new IOException("seeded"));

    Cli cli = run(List.of(broken));

    assertThat(cli.out()).contains("! broken", "error");
    assertThat(cli.err()).contains("java.io.IOException: seeded");
    assertThat(cli.exitCode()).isEqualTo(1);
  }

  @Test
  void whatThisMachineCannotRunIsNoDifference() {
    Exhibit absent =
        new GivenExhibit("absent", Verdict.HOLDS, Outcome.unavailable("no such collector"));

    assertThat(run(List.of(absent)).exitCode()).isZero();
  }

  @Test
  void aTraceIsThatOfOneExhibitAlone() {
    Cli cli = run(List.of(SAFE, UNSAFE), "--trace", "unsafe");

    assertThat(cli.out()).contains("first b, then a at 1:0").doesNotContain("12 runs");
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void aRoundCanBeRepeated() {
    Cli cli = run(List.of(UNSAFE), "--trace", "unsafe", "--repeat", "3:-17");

    assertThat(cli.out()).contains("first b, then a at 3:-17");
  }

  @Test
  void theListRunsNothing() {
    Cli cli = run(List.of(SAFE, UNSAFE), "--list");

    assertThat(cli.out().lines()).hasSize(3);
    assertThat(cli.out()).contains("Given", "safe", "the test", "holds", "caught");
    assertThat(cli.out()).doesNotContain("12 runs");
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void writesJson() throws IOException {
    Path file = directory.resolve("lab.json");

    Cli cli = run(List.of(SAFE, SURVIVOR), "--json", file.toString());

    JsonNode json = new ObjectMapper().readTree(Files.readString(file));
    assertThat(LarsonJsonTest.keys(json)).containsExactly("workload", "allAsExpected", "exhibits");
    assertThat(json.get("allAsExpected").booleanValue()).isFalse();
    JsonNode survivor = json.get("exhibits").get(1);
    assertThat(LarsonJsonTest.keys(survivor))
        .containsExactly(
            "section",
            "name",
            "source",
            "expected",
            "found",
            "asExpected",
            "explored",
            "unit",
            "seconds",
            "scale",
            "seed",
            "trace");
    assertThat(survivor.get("expected").textValue()).isEqualTo("caught");
    assertThat(survivor.get("found").textValue()).isEqualTo("holds");
    assertThat(survivor.get("trace").textValue()).isEqualTo("all 3 runs at 1:0");
    assertThat(cli.exitCode()).isEqualTo(1);
  }

  @Test
  void withJsonOnTheStandardOutputTheTableGoesToTheStandardError() throws IOException {
    Cli cli = run(List.of(SAFE), "--json", "-");

    assertThat(new ObjectMapper().readTree(cli.out()).get("workload").textValue()).isEqualTo("lab");
    assertThat(cli.err()).contains("The verdict is as expected.");
  }

  @Test
  void saysWhatIsMissing() {
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new LabCommand(new Catalogue(List.of(SAFE)), () -> false))
            .setErr(new PrintWriter(err))
            .execute();

    assertThat(err.toString().lines())
        .containsExactly(
            "hakmem lab: Lincheck is not on the class path; start the lab as ./hakmem lab");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void theCrashIsShownAndExplained() {
    Cli cli = run(List.of(), "--crash");

    assertThat(cli.out()).contains("6261", "'a' = 0x61, then 'b' = 0x62", "nothing was ever used");
    assertThat(cli.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --trace nothing            | hakmem lab: no exhibit is called 'nothing'; hakmem lab --list has their names
          --trace                    | hakmem lab: missing required parameter for option '--trace' (NAME); see hakmem lab --help
          --long 0                   | hakmem lab: minutes must be from 1 to 100000, not 0
          --long x                   | hakmem lab: invalid value for option '--long': 'x' is not an int; --long is the time to soak in minutes, from 1 to 100000: more threads and schedules, random seeds
          --repeat 0:1               | hakmem lab: --repeat: '0:1' is no scale from 1 on, a colon and a seed, such as 2:12345
          --repeat 2:99999999999999999999 | hakmem lab: --repeat: '2:99999999999999999999' has a number that is too large
          --repeat 2:1 --long 5      | hakmem lab: --repeat goes with a run of everything or with --trace only
          --list --json x            | hakmem lab: --json needs a run: it goes with neither --list nor --crash
          --list --crash             | hakmem lab: --list, --crash are mutually exclusive (specify only one)
          --json /no/such/d/x        | hakmem lab: can't write /no/such/d/x: no such directory
          --foo                      | hakmem lab: unknown option: '--foo'; see hakmem lab --help
          """)
  void aWrongCommandLineGetsOneLineAndExitCode2(String commandLine, String expected) {
    List<String> arguments = new ArrayList<>(List.of("lab"));
    arguments.addAll(List.of(commandLine.split(" ")));

    Cli cli = Cli.run(arguments.toArray(String[]::new));

    assertThat(cli.errLines()).containsExactly(expected);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.exitCode()).isEqualTo(2);
  }

  private static Cli run(List<Exhibit> exhibits, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new LabCommand(new Catalogue(exhibits), () -> true))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Cli(exitCode, out.toString(), err.toString());
  }
}
