package org.hakmem.bench.larson;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to stop, given once, by any thread; seen by all. */
final class StopSignal {

  private final CountDownLatch latch = new CountDownLatch(1);

  void give() {
    latch.countDown();
  }

  /** Whether it was given: one volatile read. */
  boolean given() {
    return latch.getCount() == 0;
  }

  /**
   * Waits until it is given, at most so many nanoseconds; an interrupt counts as giving it and is
   * kept.
   */
  void await(long nanos) {
    try {
      latch.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      give();
      Thread.currentThread().interrupt();
    }
  }
}
