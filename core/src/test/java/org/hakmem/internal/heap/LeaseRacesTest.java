package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Carriers that begin leases at once: no more are given than there may be, and none is lost. */
class LeaseRacesTest {

  private static final int ROUNDS = 4_000;
  private static final int THREADS = 2;
  private static final int STRIPES = 1;

  private final World world = World.of(builder -> builder.stripes(STRIPES));
  private final CarrierHeaps carriers = world.current.carriers();
  private final Heap[] entered = new Heap[THREADS];
  private final List<Throwable> failures = new ArrayList<>();

  /** Runs each time that all have arrived. */
  private final Phaser phaser =
      new Phaser(THREADS) {
        @Override
        protected boolean onAdvance(int phase, int registered) {
          return !failures.isEmpty() || registered == 0;
        }
      };

  private void enterInEachRound(int index) {
    for (int round = 0; round < ROUNDS && arrive(); round++) {
      entered[index] = carriers.enter();
      if (!arrive()) {
        return;
      }
      carriers.leave(entered[index]);
      if (arrive() && index == 0) {
        endLeases();
      }
    }
  }

  /** Waits for the others without sleeping, so that all go on at once. */
  private boolean arrive() {
    int phase = phaser.arrive();
    while (phase >= 0 && phaser.getPhase() == phase) {
      Thread.onSpinWait();
    }
    return phase >= 0 && !phaser.isTerminated();
  }

  private void endLeases() {
    long leases = 0;
    for (Heap heap : world.shared.registry().all()) {
      if (heap.lease() != null) {
        leases++;
        assertThat(carriers.tryHold(heap)).isTrue();
        heap.letGo();
      }
    }
    assertThat(leases).isLessThanOrEqualTo(STRIPES);
  }

  private void noteFailure(Thread thread, Throwable failure) {
    failures.add(failure);
    phaser.forceTermination();
  }

  @Test
  void noLeaseIsGivenTwiceOrLost() throws InterruptedException {
    world.os.haveFences();
    world.os.runEachOnItsOwn();
    List<Thread> threads =
        IntStream.range(0, THREADS)
            .mapToObj(index ->
                Thread.ofPlatform()
                    .uncaughtExceptionHandler(this::noteFailure)
                    .start(() -> enterInEachRound(index)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();

    Heap heap = carriers.enter();
    assertThat(heap.lease()).as("of one that comes afterwards").isNotNull();
    carriers.leave(heap);
  }
}
