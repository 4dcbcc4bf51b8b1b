package org.hakmem.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinimizerTest {

  private static boolean has(Program program, Step step) {
    return IntStream.range(0, program.steps()).anyMatch(i -> program.step(i).equals(step));
  }

  @Test
  void onlyTheStepsThatMatterAreLeft() {
    Program program = Program.random(1, 64);
    Step first = program.step(11);
    Step second = program.step(50);

    Program smallest =
        new Minimizer(shorter -> has(shorter, first) && has(shorter, second)).minimize(program);

    assertThat(smallest.steps()).isEqualTo(2);
    assertThat(smallest.step(0)).isEqualTo(first);
    assertThat(smallest.step(1)).isEqualTo(second);
    assertThat(smallest.settings()).isEqualTo(program.settings());
  }

  @Test
  void aProgramThatNeedsEveryStepStaysWhole() {
    Program program = Program.random(1, 20);

    assertThat(new Minimizer(shorter -> shorter.steps() == 20).minimize(program).bytes())
        .isEqualTo(program.bytes());
  }
}
