package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sizes and slots are drawn as the workloads' origins have them. */
class DistributionsTest {

  private static final int DRAWS = 1_000_000;

  @Test
  void halvesOfARandomNumberAreUniformAndReachBothEnds() {
    Randomness random = new Randomness(1);
    int[] lower = new int[10];
    int[] upper = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      long bits = random.nextBits();
      lower[Randomness.lowerBelow(bits, 10)]++;
      upper[Randomness.upperBelow(bits, 10)]++;
    }
    assertThat(IntStream.concat(Arrays.stream(lower), Arrays.stream(upper)).boxed())
        .allSatisfy(count -> assertThat(count).isCloseTo(DRAWS / 10, within(DRAWS / 200)));
  }

  @Test
  void allocTestsSizesGoToOneKibAndHalveInNumber() {
    Randomness random = new Randomness(2);
    int[] sizes = IntStream.range(0, DRAWS).map(i -> AllocTest.size(random.nextBits())).toArray();
    assertThat(Arrays.stream(sizes).min()).hasValue(5);
    assertThat(Arrays.stream(sizes).max()).hasValue(1_024);
    long smallest = Arrays.stream(sizes).filter(size -> size <= 8).count();
    long next = Arrays.stream(sizes).filter(size -> size > 8 && size <= 16).count();
    assertThat(smallest).isCloseTo(DRAWS / 2, within(DRAWS / 100L));
    assertThat(next).isCloseTo(DRAWS / 4, within(DRAWS / 100L));
  }

  @Test
  void allocTestsSlotsFollowThe80To20Rule() {
    Randomness random = new Randomness(3);
    int[] slots =
        IntStream.range(0, DRAWS).map(i -> AllocTest.slot(random.nextBits(), 100_000)).toArray();
    assertThat(Arrays.stream(slots).min().orElseThrow()).isLessThan(10);
    assertThat(Arrays.stream(slots).max().orElseThrow()).isBetween(99_900, 99_999);
    long popular = Arrays.stream(slots).filter(slot -> slot < 20_000).count();
    long mostPopular = Arrays.stream(slots).filter(slot -> slot < 4_000).count();
    assertThat(popular).isCloseTo(DRAWS * 8L / 10, within(DRAWS / 100L));
    assertThat(mostPopular).isCloseTo(DRAWS * 64L / 100, within(DRAWS / 100L));
  }

  @Test
  void rptestsSizesFallOffLinearly() {
    Randomness random = new Randomness(4);
    int[] sizes = IntStream.range(0, DRAWS).map(i -> Rptest.size(random.nextBits())).toArray();
    assertThat(Arrays.stream(sizes).min()).hasValue(8);
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(15_800, 16_000);
    // Of a line from the most to none, three quarters lie in the first half.
    long lowerHalf = Arrays.stream(sizes).filter(size -> size < 8_004).count();
    assertThat(lowerHalf).isCloseTo(DRAWS * 3L / 4, within(DRAWS / 100L));
  }

  @Test
  void mediansAreOfTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }
}
