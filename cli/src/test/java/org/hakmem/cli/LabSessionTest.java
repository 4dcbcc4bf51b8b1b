package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Result;
import org.hakmem.lab.Verdict;
import org.junit.jupiter.api.Test;

class LabSessionTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void soaksInRoundsThatGetHarderAndAddsThemUp() {
    LabSession session =
        session(new GivenExhibit("safe", Verdict.HOLDS, Outcome.holds(10, "runs")));

    assertThat(session.soak(Duration.ofMillis(200))).isFalse();

    List<String> rounds =
        out.toString().lines().filter(line -> line.startsWith("round with --repeat")).toList();
    assertThat(rounds).hasSizeGreaterThan(1);
    assertThat(rounds.getFirst()).matches("round with --repeat 2:-?[0-9]+");
    assertThat(session.results())
        .singleElement()
        .satisfies(result -> assertThat(result.outcome().explored()).isGreaterThan(10));
    assertThat(session.allAsExpected()).isTrue();
    assertThat(out.toString()).contains("The verdict is as expected.");
  }

  @Test
  void tellsHowToRepeatWhatDiffered() {
    LabSession session =
        session(new GivenExhibit("survivor", Verdict.CAUGHT, Outcome.holds(10, "runs")));

    session.soak(Duration.ofMillis(20));

    assertThat(out.toString())
        .containsPattern("again with: ./hakmem lab --trace survivor --repeat 2:-?[0-9]+")
        .contains("1 of 1 verdicts differ from what is expected: survivor");
    assertThat(session.allAsExpected()).isFalse();
  }

  @Test
  void aDifferenceInOneRoundIsNotMadeGoodByTheNext() {
    Exhibit survivor = new GivenExhibit("one", Verdict.CAUGHT, Outcome.holds(10, "runs"));
    Exhibit killed = new GivenExhibit("one", Verdict.CAUGHT, Outcome.caught(1, "runs", "b, a"));
    Result bad = new Result(survivor, Effort.QUICK, Outcome.holds(10, "runs"), null, Duration.ZERO);
    Result good =
        new Result(killed, Effort.QUICK, Outcome.caught(1, "runs", "b, a"), null, Duration.ZERO);

    assertThat(bad.plus(good).asExpected()).isFalse();
    assertThat(good.plus(bad).asExpected()).isFalse();
    assertThat(good.plus(good).asExpected()).isTrue();
  }

  @Test
  void whatTakesLongIsShown() throws InterruptedException {
    try (LabProgress progress = new LabProgress(new PrintWriter(err), false)) {
      progress.started(new GivenExhibit("slow", Verdict.HOLDS, Outcome.holds(1, "runs")), 3, 7);
      for (int i = 0; i < 300 && err.toString().isEmpty(); i++) {
        Thread.sleep(100); // until it shows, however slow the machine
      }
      progress.ended();
    }

    assertThat(err.toString().lines()).singleElement().asString().matches("3/7 slow  [0-9]+ s");
  }

  private LabSession session(Exhibit exhibit) {
    return new LabSession(
        List.of(exhibit),
        new LabReport(new PrintWriter(out), new PrintWriter(err), false),
        new LabProgress(new PrintWriter(err), false));
  }
}
