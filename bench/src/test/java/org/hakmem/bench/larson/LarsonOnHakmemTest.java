package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workload on the allocator itself, with its settings at their ends. Runs end by a count. */
class LarsonOnHakmemTest {

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "128, true", "0, false", "128, false"})
  void isValid(int magazineCapacity, boolean adopt) {
    HakmemConfig config =
        HakmemConfig.builder().magazineCapacity(magazineCapacity).adopt(adopt).build();
    // Small, so that many threads succeed each other, and from the smallest blocks to large ones.
    LarsonParameters parameters = new LarsonParameters(1000, 4, 1, 5000, 500, 4, 4141);
    try (Hakmem hakmem = Hakmem.create(config)) {
      LarsonRun run = new LarsonRun(parameters, hakmem);

      LarsonResult result =
          run.run(progress -> {
            if (progress.operations() > 200_000) {
              run.stop();
            }
          });

      assertThat(result.failures()).isEmpty();
      assertThat(result.firstCorruptions()).isEmpty();
      assertThat(result.heapErrors()).isEmpty();
      assertThat(result.liveBlocksAtEnd()).isZero();
      assertThat(result.valid()).isTrue();
      assertThat(result.protocol().remoteFrees()).isPositive();
      assertThat(result.refills().fresh()).isPositive();
    }
  }
}
