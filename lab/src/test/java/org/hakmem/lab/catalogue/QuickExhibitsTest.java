package org.hakmem.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.LabRun;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Result;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.analysed.AnalysedExhibits;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The right passes its checks, and each mistake is noticed. */
class QuickExhibitsTest {

  private static final Set<String> MODELS =
      AnalysedExhibits.all().stream().map(Exhibit::name).collect(Collectors.toSet());

  /** All in one run, as some of them go beside others. */
  static List<Named<Result>> results() {
    List<Exhibit> quick = Catalogue.quick().exhibits();
    List<Result> results = new LabRun(silent()).run(quick, Effort.QUICK);
    assertThat(results).extracting(Result::exhibit).containsExactlyElementsOf(quick);
    return results.stream().map(result -> Named.of(result.exhibit().name(), result)).toList();
  }

  @ParameterizedTest
  @MethodSource("results")
  void isAsExpected(Result result) {
    Exhibit exhibit = result.exhibit();
    Outcome outcome = result.outcome();

    assertThat(outcome).as(result.trace()).isNotNull();
    assertThat(outcome.verdict()).as(outcome.trace()).isEqualTo(exhibit.expected());
    assertThat(outcome.explored()).isPositive();
    if (outcome.verdict() == Verdict.CAUGHT) {
      assertThat(outcome.trace()).isNotBlank();
    }
    if (outcome.verdict() == Verdict.CAUGHT && MODELS.contains(exhibit.name())) {
      assertThat(outcome.trace())
          .contains("The following interleaving leads to the error", "switch", "Violation");
    }
  }

  private static LabRun.Listener silent() {
    return new LabRun.Listener() {
      @Override
      public void started(Exhibit exhibit, int number, int total) {}

      @Override
      public void ended(Result result) {}
    };
  }
}
