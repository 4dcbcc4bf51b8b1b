package org.hakmem.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How much of the machine others took. */
class MachineLoadTest {

  @Test
  void othersHaveWhatNeitherIdlenessNorTheChildrenHad() {
    MachineLoad before = new MachineLoad(1_000, 500, 100);
    MachineLoad after = new MachineLoad(2_000, 900, 500);
    assertThat(after.othersShareSince(before)).isCloseTo(0.2, within(1e-9));
    assertThat(before.othersShareSince(before)).isZero();
  }

  @Test
  void theKernelsFiguresAreRead() {
    MachineLoad now = MachineLoad.now();
    assertThat(now.idle()).isBetween(0L, now.total());
    assertThat(now.children()).isNotNegative();
  }
}
