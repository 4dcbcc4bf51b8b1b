package org.hakmem.lab.shipped.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading what jcstress prints. */
class JcstressTest {

  private static final String OUTPUT =
      """
      .......... [OK] org.hakmem.lab.shipped.jcstress.Before

        RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
             1        9  100.00%   Forbidden  Of one configuration, not of all.

      RUN RESULTS:
      ....... [FAILED] org.hakmem.lab.shipped.jcstress.One

        Results across all configurations:

              RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
        false, false  1,000,000   99.99%  Acceptable  Taken back.
         true, false         12   <0.01%   Forbidden  Stranded.

      .......... [OK] org.hakmem.lab.shipped.jcstress.Another

        RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
            -1        0    0.00%   Forbidden  Never.
             1      500  100.00%  Acceptable  Always.
      """;

  @Test
  void countsSamplesAndForbiddenOnes() {
    Map<String, Jcstress.Seen> results = Jcstress.results(OUTPUT);

    assertThat(results).containsOnlyKeys("One", "Another");
    assertThat(results.get("One").samples()).isEqualTo(1_000_012);
    assertThat(results.get("One").forbidden()).isEqualTo(12);
    assertThat(results.get("One").table()).contains("Stranded.").doesNotContain("Always.");
    assertThat(results.get("Another").samples()).isEqualTo(500);
    assertThat(results.get("Another").forbidden()).isZero();
  }
}
