package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LarsonChainTest {

  private static final LarsonParameters ONE_SLOT = new LarsonParameters(1000, 1, 1, 9, 1, 1, 1);

  @Test
  void aChainThatNeverStartedHasEnded() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      LarsonChain chain = new LarsonChain(0, ONE_SLOT, blocks, new Findings(), new StopSignal());

      assertThat(chain.awaitEnd(System.nanoTime())).isNull();
    }
  }

  @Test
  void aThreadThatHangsIsNamed() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    try (RegionBlocks blocks =
        new RegionBlocks() {
          @Override
          long malloc(int size) {
            if (Thread.currentThread() != caller) {
              hanging.countDown();
              awaitQuietly(released);
            }
            return super.malloc(size);
          }
        }) {
      StopSignal stop = new StopSignal();
      Findings findings = new Findings();
      LarsonChain chain = new LarsonChain(7, ONE_SLOT, blocks, findings, stop);
      chain.fill(0);
      chain.start();
      awaitQuietly(hanging);
      stop.give();

      Thread stuck = chain.awaitEnd(System.nanoTime());

      assertThat(stuck).isNotNull();
      assertThat(stuck.getName()).isEqualTo("larson-7.0");
      released.countDown();
      assertThat(chain.awaitEnd(System.nanoTime() + TimeUnit.HOURS.toNanos(1))).isNull();
      assertThat(findings.failures()).isEmpty();
      assertThat(chain.operations()).isEqualTo(1);
    }
  }

  @Test
  void theLastOfManySuccessorsIsWaitedFor() {
    try (RegionBlocks blocks = new RegionBlocks()) {
      StopSignal stop = new StopSignal();
      LarsonChain chain = new LarsonChain(0, ONE_SLOT, blocks, new Findings(), stop);
      chain.fill(0);
      chain.start();
      while (chain.generations() < 200) {
        Thread.onSpinWait();
      }
      stop.give();

      assertThat(chain.awaitEnd(System.nanoTime() + TimeUnit.HOURS.toNanos(1))).isNull();
      // Nobody works on the slots any more: each thread replaced its one block, or none.
      assertThat(chain.operations()).isBetween(chain.generations() - 1, chain.generations());
      chain.freeAll();
      assertThat(blocks.stats().liveBlocks()).isZero();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
