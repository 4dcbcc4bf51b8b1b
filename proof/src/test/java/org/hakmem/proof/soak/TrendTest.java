package org.hakmem.proof.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final int SAMPLES = 2_000;

  private static List<Double> series(int count, IntToDoubleFunction value) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value.applyAsDouble(i));
    }
    return values;
  }

  @Test
  void aLineIsFittedExactly() {
    Trend trend = Trend.of("line", series(20, i -> 100 + 3.0 * i), 0);

    assertThat(trend.mean()).isCloseTo(128.5, within(1e-9));
    assertThat(trend.growth()).isCloseTo(57, within(1e-9));
    assertThat(trend.growthLow()).isCloseTo(57, within(1e-6));
    assertThat(trend.growthHigh()).isCloseTo(57, within(1e-6));
    assertThat(trend.isUpward()).isTrue();
  }

  /** By hand: values 1, 3, 2, 4; slope 0.8, residual squares 1.8, error 9.925 * sqrt(0.9 / 5). */
  @Test
  void theIntervalIsStudents() {
    Trend trend = Trend.of("four", List.of(1.0, 3.0, 2.0, 4.0), 0);

    assertThat(trend.growth()).isCloseTo(2.4, within(1e-9));
    assertThat(trend.growthLow()).isCloseTo(3 * (0.8 - 9.925 * Math.sqrt(0.18)), within(1e-9));
    assertThat(trend.growthHigh()).isCloseTo(3 * (0.8 + 9.925 * Math.sqrt(0.18)), within(1e-9));
    assertThat(trend.isUpward()).isFalse();
  }

  @Test
  void noiseIsSteady() {
    SplittableRandom random = new SplittableRandom(1);
    Trend trend = Trend.of("noise", series(SAMPLES, _ -> 1_000 + random.nextDouble(500)), 0);

    assertThat(trend.isUpward()).isFalse();
    assertThat(trend.growthLow()).isNegative();
    assertThat(trend.growthHigh()).isPositive();
  }

  @Test
  void aSlowLeakInNoiseIsUpward() {
    SplittableRandom random = new SplittableRandom(1);
    List<Double> values = series(SAMPLES, i -> 1_000 + random.nextDouble(500) + 0.1 * i);

    assertThat(Trend.of("leak", values, 0).isUpward()).isTrue();
    assertThat(Trend.of("leak", values, 500).isUpward()).as("within the allowance").isFalse();
  }

  @Test
  void aFallIsNotUpward() {
    assertThat(Trend.of("fall", series(20, i -> 1_000 - 3.0 * i), 0).isUpward()).isFalse();
  }

  @Test
  void growthWithinTwoPercentOfTheMeanIsAllowed() {
    assertThat(Trend.of("1.9 %", series(20, i -> 1_000 + i), 0).isUpward()).isFalse();
    assertThat(Trend.of("3.8 %", series(20, i -> 1_000 + 2.0 * i), 0).isUpward()).isTrue();
  }

  @Test
  void fewSamplesAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Trend.of("few", List.of(1.0, 2.0, 3.0), 0));
  }
}
