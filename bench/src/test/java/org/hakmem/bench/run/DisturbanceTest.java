package org.hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps a measurement from counting. */
class DisturbanceTest {

  private static final Disturbance NONE = new Disturbance(0.01, 1.05);
  private static final Disturbance OTHERS = new Disturbance(0.2, 1.05);
  private static final Disturbance SHARED_CORE = new Disturbance(0.01, 2);
  private static final Disturbance BOTH = new Disturbance(0.2, 2);

  @Test
  void otherProgramsAndASharedCoreDisturb() {
    assertThat(NONE.isTolerable()).isTrue();
    assertThat(Stream.of(OTHERS, SHARED_CORE, BOTH)).noneMatch(Disturbance::isTolerable);
  }

  @Test
  void itSaysWhat() {
    assertThat(NONE.note()).isEmpty();
    assertThat(OTHERS.note()).isEqualTo(", while other programs took 20 % of the machine");
    assertThat(SHARED_CORE.note()).isEqualTo(", while two processors shared a core");
    assertThat(BOTH.note())
        .isEqualTo(
            ", while other programs took 20 % of the machine and two processors shared a core");
  }

  @Test
  void theLeastDisturbedIsTheLeast() {
    assertThat(List.of(OTHERS, SHARED_CORE, NONE).stream().min(Disturbance::compareTo))
        .contains(NONE);
    assertThat(SHARED_CORE).isLessThan(OTHERS);
  }

  @Test
  void itIsFoundOnThisMachine() throws InterruptedException {
    Disturbance found = Disturbance.begin().end();
    assertThat(found.othersShare()).isBetween(0.0, 1.0);
    assertThat(found.slowdown()).isPositive();
  }
}
