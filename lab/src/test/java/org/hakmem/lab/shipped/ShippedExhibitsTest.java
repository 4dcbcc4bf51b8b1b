package org.hakmem.lab.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped code passes its checks, and each mistake in it is noticed. */
class ShippedExhibitsTest {

  static List<Exhibit> quick() {
    return ShippedExhibits.quick();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("quick")
  void isAsExpected(Exhibit exhibit) throws Exception {
    Outcome outcome = exhibit.run(Effort.QUICK);
    assertThat(outcome.verdict()).as(outcome.trace()).isEqualTo(exhibit.expected());
    assertThat(outcome.explored()).isPositive();
  }
}
