package org.hakmem.lab.analysed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.hakmem.lab.lincheck.Script;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

class ModelCheckTest {

  /** A counter that is read, then written. */
  public static class Counter extends Scenario {

    private long count;

    public Counter() {
      super(0);
    }

    @Operation
    public void aIncrement() {
      count++;
    }

    @Operation
    public void bIncrement() {
      count++;
    }

    @Operation
    public long aNothing() {
      return count;
    }

    @Operation
    public void bThrow() {
      throw new IllegalStateException("seeded");
    }

    @Override
    public void conservation() {
      super.conservation();
      if (count != 2) {
        throw new Violation("count is " + count);
      }
    }
  }

  private final ModelCheck check = new ModelCheck(Counter.class, 100);

  @Test
  void showsTheInterleavingThatBreaksTheProperty() {
    assertThat(check.firstViolation(List.of(Script.of("aIncrement | bIncrement"))))
        .hasValueSatisfying(
            trace -> assertThat(trace).contains("Violation: count is 1", "switch", "count = 1"));
    assertThat(check.schedules()).isPositive();
  }

  @Test
  void triesEveryScheduleOfWhatHolds() {
    assertThat(check.firstViolation(List.of(Script.of("aIncrement aIncrement")))).isEmpty();
    assertThat(check.searches())
        .singleElement()
        .asString()
        .matches("all \\d schedules of aIncrement aIncrement");
  }

  @Test
  void tellsThatTheLimitEndedASearch() {
    ModelCheck limited = new ModelCheck(Counter.class, 1);

    assertThat(limited.firstViolation(List.of(Script.of("aIncrement aIncrement | aNothing"))))
        .isEmpty();
    assertThat(limited.searches())
        .containsExactly("the first 1 schedules of aIncrement aIncrement | aNothing");
  }

  @Test
  void whatAnOperationThrowsIsNoRace() {
    assertThatThrownBy(
            () -> check.firstViolation(List.of(Script.of("aIncrement aIncrement | bThrow"))))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("seeded");
  }

  @Test
  void anUnknownOperationIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check.firstViolation(List.of(Script.of("aDecrement"))))
        .withMessageContaining("no operation aDecrement");
  }

  @Test
  void randomScriptsComeFromTheirSeedAndKeepOperationsWithTheirThread() {
    Script script = Script.random(Counter.class, 4, _ -> false, new Random(42));

    assertThat(script).isEqualTo(Script.random(Counter.class, 4, _ -> false, new Random(42)));
    assertThat(script.threads()).hasSize(2);
    assertThat(script.threads().get(0)).isNotEmpty().allMatch(name -> name.startsWith("a"));
    assertThat(script.threads().get(1)).isNotEmpty().allMatch(name -> name.startsWith("b"));
    assertThat(Script.of(script.toString())).isEqualTo(script);
  }
}
