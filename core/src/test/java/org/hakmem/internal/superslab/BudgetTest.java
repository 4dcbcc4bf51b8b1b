package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

  @Test
  void spendsUpToTheLimitAndNotABytePast() {
    Budget budget = new Budget(100);
    assertThat(budget.trySpend(60)).isTrue();
    assertThat(budget.trySpend(41)).isFalse();
    assertThat(budget.spent()).isEqualTo(60);
    assertThat(budget.trySpend(40)).isTrue();
    assertThat(budget.trySpend(1)).isFalse();
    budget.refund(70);
    assertThat(budget.spent()).isEqualTo(30);
    assertThat(budget.trySpend(70)).isTrue();
  }

  @Test
  void aSumBeyondTheLargestNumberIsBeyondTheLimit() {
    Budget budget = new Budget(Long.MAX_VALUE);
    assertThat(budget.trySpend(Long.MAX_VALUE - 10)).isTrue();
    assertThat(budget.trySpend(11)).isFalse();
    assertThat(budget.trySpend(10)).isTrue();
    assertThat(budget.spent()).isEqualTo(budget.limit());
  }

  @Test
  void threadsAtOnceNeverPassTheLimit() throws InterruptedException {
    Budget budget = new Budget(10);
    AtomicLong most = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; round < 50_000; round++) {
                  if (budget.trySpend(3)) {
                    most.accumulateAndGet(budget.spent(), Math::max);
                    budget.refund(3);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(3L, 10L);
    assertThat(budget.spent()).isZero();
  }
}
