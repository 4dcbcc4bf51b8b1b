package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting, without a clock to be right or wrong by. */
public final class Quiet {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();

  private Quiet() {}

  /** Whether {@code condition} holds, at once or within a long time. */
  public static boolean becomes(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  /**
   * Checks an allocator that no thread of the test uses: all invariants hold, and as many blocks
   * are live as the test has. A scavenger may be at work; what it is about to put right is no
   * fault.
   */
  static void check(Hakmem hakmem, long liveBlocks) {
    String fault = hakmem.engine().firstFault();
    long live = hakmem.stats().liveBlocks();
    for (int i = 0; i < 100 && (fault != null || live != liveBlocks); i++) {
      LockSupport.parkNanos(5_000_000);
      fault = hakmem.engine().firstFault();
      live = hakmem.stats().liveBlocks();
    }
    assertThat(fault).isNull();
    assertThat(live).isEqualTo(liveBlocks);
  }
}
