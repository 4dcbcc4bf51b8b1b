package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class FastRandomTest {

  @Test
  void reachesEveryNumberBelowTheBoundAndNoOther() {
    FastRandom random = new FastRandom(4141);
    BitSet upper = new BitSet();
    BitSet lower = new BitSet();

    for (int i = 0; i < 10_000; i++) {
      long next = random.next();
      upper.set(FastRandom.upperBelow(next, 100));
      lower.set(FastRandom.lowerBelow(next, 100));
    }

    assertThat(upper.cardinality()).isEqualTo(100);
    assertThat(upper.length()).isEqualTo(100);
    assertThat(lower.cardinality()).isEqualTo(100);
    assertThat(lower.length()).isEqualTo(100);
  }

  @Test
  void staysBelowTheLargestBound() {
    assertThat(FastRandom.upperBelow(-1, 1 << 30)).isEqualTo((1 << 30) - 1);
    assertThat(FastRandom.lowerBelow(-1, 1 << 30)).isEqualTo((1 << 30) - 1);
    assertThat(FastRandom.upperBelow(0, 1 << 30)).isZero();
    assertThat(FastRandom.lowerBelow(0, 1)).isZero();
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(new FastRandom(1).next()).isEqualTo(new FastRandom(1).next());
    assertThat(new FastRandom(1).next()).isNotEqualTo(new FastRandom(2).next());
  }
}
