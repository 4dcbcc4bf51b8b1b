package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LarsonParametersTest {

  @Test
  void defaultsAreTheOnesInCommonUse() {
    assertThat(LarsonParameters.of(5, 10))
        .isEqualTo(new LarsonParameters(5, 10, 8, 1000, 5000, 100, 4141));
  }

  @Test
  void countsTheReplacementsOfAThreadWithoutOverflow() {
    assertThat(
            new LarsonParameters(1, 1, 1, 2, 100_000_000, 1_000_000_000, 0).replacementsPerThread())
        .isEqualTo(100_000_000_000_000_000L);
  }

  @Test
  void acceptsTheEndsOfEveryRange() {
    int largest = LarsonParameters.MAX_BLOCK;
    new LarsonParameters(0.01, 1, 1, 2, 1, 1, Long.MIN_VALUE);
    new LarsonParameters(
        1_000_000, 10_000, largest, largest + 1, 100_000_000, 1_000_000_000, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0       | 1     | 8          | 9          | 1         | 1          | seconds must be from 0.01 to 1000000, not 0.0
          NaN     | 1     | 8          | 9          | 1         | 1          | seconds must be from 0.01 to 1000000, not NaN
          1000001 | 1     | 8          | 9          | 1         | 1          | seconds must be from 0.01 to 1000000, not 1000001.0
          1       | 0     | 8          | 9          | 1         | 1          | threads must be from 1 to 10000, not 0
          1       | 10001 | 8          | 9          | 1         | 1          | threads must be from 1 to 10000, not 10001
          1       | 1     | 0          | 9          | 1         | 1          | min must be from 1 to 1073741824, not 0
          1       | 1     | 2147483647 | 9          | 1         | 1          | min must be from 1 to 1073741824, not 2147483647
          1       | 1     | 8          | 8          | 1         | 1          | max must be from 9 to 1073741825, not 8
          1       | 1     | 8          | 1073741826 | 1         | 1          | max must be from 9 to 1073741825, not 1073741826
          1       | 1     | 8          | 9          | 0         | 1          | slots must be from 1 to 100000000, not 0
          1       | 1     | 8          | 9          | 100000001 | 1          | slots must be from 1 to 100000000, not 100000001
          1       | 1     | 8          | 9          | 1         | 0          | rounds must be from 1 to 1000000000, not 0
          1       | 1     | 8          | 9          | 1         | 1000000001 | rounds must be from 1 to 1000000000, not 1000000001
          """)
  void refusesWhatIsOutOfRange(
      double seconds, int threads, int min, int max, int slots, int rounds, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LarsonParameters(seconds, threads, min, max, slots, rounds, 0))
        .withMessage(message);
  }
}
