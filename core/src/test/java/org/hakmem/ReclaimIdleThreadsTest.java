package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether free blocks are taken from threads that live is as the setting says. */
@Timeout(120)
class ReclaimIdleThreadsTest {

  private static final int BLOCKS = 200;
  private static final int BYTES = 4096;

  @RegisterExtension final Allocators allocators = new Allocators();

  private final CountDownLatch end = new CountDownLatch(1);
  private Thread idle;

  @AfterEach
  void endThread() throws InterruptedException {
    end.countDown();
    if (idle != null) {
      idle.join();
    }
  }

  /** A thread that has cached blocks, and lives on outside of the allocator. */
  private void cacheInIdleThread(Hakmem hakmem) throws InterruptedException {
    CountDownLatch cached = new CountDownLatch(1);
    idle =
        new Thread(() -> {
          cache(hakmem);
          cached.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    idle.start();
    cached.await();
    assertThat(cachedBytes(hakmem)).isPositive();
  }

  private static void cache(Hakmem hakmem) {
    long[] blocks = new long[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = hakmem.malloc(BYTES);
    }
    for (long block : blocks) {
      hakmem.free(block);
    }
  }

  private static long cachedBytes(Hakmem hakmem) {
    return Allocators.stats(hakmem).cachedBytes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trim(boolean reclaims) throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.reclaimIdleThreads(reclaims));
    cacheInIdleThread(hakmem);
    cache(hakmem); // the caller's own always goes
    Thread virtual = Thread.startVirtualThread(() -> cache(hakmem)); // and a stripe's
    virtual.join();
    long all = cachedBytes(hakmem);
    hakmem.trim();
    if (reclaims) {
      assertThat(cachedBytes(hakmem)).isZero();
    } else {
      assertThat(cachedBytes(hakmem)).isPositive().isLessThan(all);
    }
    endThread();
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theScavenger(boolean reclaims) throws InterruptedException {
    Hakmem hakmem =
        allocators.create(
            settings -> settings.reclaimIdleThreads(reclaims).scavenger(true).purgeDelayMillis(4));
    cacheInIdleThread(hakmem);
    long idleBytes = cachedBytes(hakmem);
    for (int i = 0; i < 3; i++) { // it looks again and again, at the heaps of these at least
      Thread ending = new Thread(() -> cache(hakmem));
      ending.start();
      ending.join();
      assertThat(Quiet.becomes(() -> cachedBytes(hakmem) <= (reclaims ? 0 : idleBytes))).isTrue();
    }
    assertThat(cachedBytes(hakmem)).isEqualTo(reclaims ? 0 : idleBytes);
    endThread();
    assertThat(Quiet.becomes(() -> cachedBytes(hakmem) == 0)).isTrue();
  }

  @Test
  void atTheLimit() throws InterruptedException {
    Hakmem with = limited(true);
    cacheInIdleThread(with);
    with.free(with.malloc(3L << 20));
    endThread();
  }

  @Test
  void atTheLimitWithout() throws InterruptedException {
    Hakmem without = limited(false);
    cacheInIdleThread(without);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> without.malloc(3L << 20));
    endThread();
    without.free(without.malloc(3L << 20));
  }

  private Hakmem limited(boolean reclaims) {
    return allocators.create(settings -> settings.reclaimIdleThreads(reclaims).maxBytes(3L << 20));
  }
}
