package org.hakmem.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("native-only")
@Timeout(60)
class CarrierTest {

  private static long known() throws InterruptedException {
    while (Carrier.current() == Carrier.UNKNOWN) {
      Thread.sleep(1); // until the call is linked
    }
    return Carrier.current();
  }

  @Test
  void isTheSameAsLongAsAThreadRunsAndAnothersForAnother() throws InterruptedException {
    long mine = known();
    long[] others = new long[1];
    Thread other = Thread.ofPlatform().start(() -> others[0] = Carrier.current());
    other.join();

    assertThat(Carrier.current()).isEqualTo(mine);
    assertThat(others[0]).isNotEqualTo(mine).isNotEqualTo(Carrier.UNKNOWN);
  }

  /** Virtual threads that name the same carrier have the same number, others another. */
  @Test
  void ofAVirtualThreadIsItsCarriers() throws InterruptedException {
    known();
    Map<String, Set<Long>> numbers = new ConcurrentHashMap<>();
    int threads = 1000;
    CountDownLatch all = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.startVirtualThread(() -> {
        String thread = Thread.currentThread().toString(); // VirtualThread[#21]/…@its carrier
        long number = Carrier.current();
        if (thread.equals(Thread.currentThread().toString())) { // it was not moved meanwhile
          numbers
              .computeIfAbsent(
                  thread.substring(thread.indexOf('@')), any -> ConcurrentHashMap.newKeySet())
              .add(number);
        }
        all.countDown();
      });
    }
    all.await();

    assertThat(numbers).isNotEmpty().allSatisfy((carrier, each) -> assertThat(each).hasSize(1));
    Set<Long> distinct = new HashSet<>();
    numbers.values().forEach(distinct::addAll);
    assertThat(distinct).hasSameSizeAs(numbers.keySet());
  }

  @Test
  void aFenceIsReadyOnceCarriersAreKnown() throws InterruptedException {
    known();
    assertThat(ThreadFence.isReady()).isTrue();
    assertThat(ThreadFence.everywhere()).isTrue();
  }
}
