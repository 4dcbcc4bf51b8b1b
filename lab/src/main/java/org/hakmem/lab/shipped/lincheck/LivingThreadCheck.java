package org.hakmem.lab.shipped.lincheck;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.heap.ShippedHeaps;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.shipped.PaperMemory;

/**
 * A thread that has a heap and does nothing for long keeps it; when it has ended the heap can be
 * had. Time is what this is about, so it runs as it is, without a model checker.
 */
final class LivingThreadCheck implements NamedCheck {

  private static final String UNIT = "attempts";
  private static final Duration PAUSE = Duration.ofMillis(300);

  @Override
  public String name() {
    return "living-thread";
  }

  @Override
  public String property() {
    return "a paused thread keeps its heap";
  }

  @Override
  public Outcome run(Effort effort) throws InterruptedException {
    ShippedHeaps heaps = ShippedHeaps.make(new PaperMemory(), false);
    Heap heap = heaps.heap();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              heaps.attach(heap);
              await(end);
            });
    int attempts = 0;
    try {
      while (!heaps.isAttached(heap)) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      while (System.nanoTime() - start < PAUSE.toNanos() * effort.scale()) {
        attempts++;
        if (heaps.holdAbandoned(heap)) {
          return Outcome.caught(
              attempts, UNIT, "taken from " + thread.getState() + " " + thread + ", which lives");
        }
        Thread.sleep(1); // between attempts: what decides by a timeout needs time
      }
    } finally {
      end.countDown();
      thread.join();
    }
    return heaps.holdAbandoned(heap)
        ? Outcome.holds(attempts, UNIT)
        : Outcome.caught(attempts, UNIT, "not to be had after " + thread + " has ended");
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
