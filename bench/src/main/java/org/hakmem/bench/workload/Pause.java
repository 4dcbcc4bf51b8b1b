package org.hakmem.bench.workload;

/**
 * Waiting without sleeping, so that no wake-up is measured: spins, and at times yields, as the
 * other side may need this processor. For one thread.
 */
final class Pause {

  /**
   * With 1,000, a thread that waited kept the processor from the one it waited for: the replay of
   * redis took twice as long, with hakmem and with mimalloc.
   */
  private static final int SPINS_BEFORE_YIELD = 100;

  private int spins;

  /** Waits a little, unless there was something to do. */
  @SuppressWarnings("ThreadPriorityCheck")
  void after(boolean somethingDone) {
    if (somethingDone) {
      spins = 0;
    } else if (spins < SPINS_BEFORE_YIELD) {
      spins++;
      Thread.onSpinWait();
    } else {
      spins = 0;
      Thread.yield();
    }
  }
}
