package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Without a scavenger memory goes back along with other calls. */
@Tag("native-only")
class PassingPurgeTest {

  private static final long BYTES = 2 << 20;

  @Test
  void whoPassesBySlowlyPurgesWhatIsDirtyForLong() {
    HakmemConfig config = HakmemConfig.builder().scavenger(false).purgeDelayMillis(0).build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      hakmem.free(hakmem.malloc(BYTES));

      assertThat(hakmem.stats().committedBytes()).isZero();
      assertThat(hakmem.stats().protocol().purges()).isPositive();
    }
  }

  @Test
  void whatIsNotDirtyForLongStays() {
    HakmemConfig config =
        HakmemConfig.builder().scavenger(false).purgeDelayMillis(86_400_000).build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      hakmem.free(hakmem.malloc(BYTES));

      assertThat(hakmem.stats().committedBytes()).isEqualTo(BYTES);
    }
  }
}
