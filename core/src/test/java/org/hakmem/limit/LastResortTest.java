package org.hakmem.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request is not refused for what others are about to give back. */
@Timeout(60)
class LastResortTest {

  private static final long MIB = 1 << 20;
  private static final long LIMIT = 64 * MIB;

  /** So large that it is a mapping of its own. */
  private static final long HUGE = 33 * MIB;

  @RegisterExtension private final Allocators allocators = new Allocators();

  private final PaperMemory os = new PaperMemory(64);

  private static void freeAll(Hakmem hakmem) {
    long[] blocks = new long[60];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = hakmem.malloc(MIB);
    }
    for (long block : blocks) {
      hakmem.free(block);
    }
  }

  /** Has purges by others than the current thread announce themselves, and take a while. */
  private CountDownLatch slowPurgesByOthers() {
    Thread self = Thread.currentThread();
    CountDownLatch purging = new CountDownLatch(1);
    os.purges =
        address -> {
          if (Thread.currentThread() != self) {
            purging.countDown();
            sleep();
          }
          return true;
        };
    return purging;
  }

  private static void sleep() {
    try {
      Thread.sleep(100); // a purge that takes long, so that the request surely comes meanwhile
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whileTheScavengerPurges() {
    Hakmem hakmem =
        allocators.create(
            settings -> settings.maxBytes(LIMIT).scavenger(true).purgeDelayMillis(1), os);
    CountDownLatch purging = slowPurgesByOthers();
    freeAll(hakmem);
    await(purging);
    hakmem.free(hakmem.malloc(LIMIT));
  }

  @Test
  void whileAnotherThreadTrims() throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT), os);
    CountDownLatch purging = slowPurgesByOthers();
    freeAll(hakmem);
    Thread other = Thread.ofPlatform().start(hakmem::trim);
    await(purging);
    hakmem.free(hakmem.malloc(LIMIT));
    other.join();
  }

  /** Each asks for more than half of the limit, so they get it in turn or not at all. */
  @Test
  void whileOthersAreRefused() throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT), os);
    AtomicInteger served = new AtomicInteger();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; round < 20; round++) {
                  try {
                    hakmem.free(hakmem.malloc(LIMIT / 2 + 1));
                    served.incrementAndGet();
                  } catch (OutOfMemoryError e) { // another has it
                  }
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(served.get()).isPositive();
    hakmem.free(hakmem.malloc(LIMIT));
  }

  /** The thread leaves the allocator when the request has passed its heap over, and then idles. */
  @Test
  void whileAThreadIsWithinTheAllocatorWithWhatItCaches() throws InterruptedException {
    Hakmem hakmem =
        allocators.create(
            settings -> settings.maxBytes(LIMIT).heapCachedBytes(LIMIT).reclaimIdleThreads(true),
            os);
    Thread self = Thread.currentThread();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch outside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              cacheSome(hakmem);
              os.maps =
                  bytes -> {
                    inside.countDown();
                    await(goOn);
                    return true;
                  };
              hakmem.malloc(HUGE);
              outside.countDown();
              await(end);
            });
    await(inside);
    long locked = hakmem.malloc(MIB / 2); // so that each trim asks to purge it
    os.lock(locked);
    hakmem.free(locked);
    os.purges =
        address -> {
          if (Thread.currentThread() == self) {
            goOn.countDown();
            await(outside);
          }
          return true;
        };
    hakmem.free(hakmem.malloc(LIMIT - HUGE - MIB));
    end.countDown();
    other.join();
  }

  private static void cacheSome(Hakmem hakmem) {
    long[] blocks = new long[400];
    while (hakmem.stats().cachedBytes() < MIB) {
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = hakmem.malloc(16 << 10);
      }
      for (long block : blocks) {
        hakmem.free(block);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCanNotFitIsRefusedThoughManyAskAndOthersAreBusy() throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT), os);
    long block = hakmem.malloc(LIMIT - 8 * MIB);
    AtomicBoolean done = new AtomicBoolean();
    Thread busy =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                hakmem.free(hakmem.malloc(100));
                hakmem.trim();
              }
            });
    AtomicInteger refused = new AtomicInteger();
    Thread[] threads = new Thread[16];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; round < 50; round++) {
                  try {
                    hakmem.free(hakmem.malloc(9 * MIB));
                  } catch (OutOfMemoryError e) {
                    refused.incrementAndGet();
                  }
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    done.set(true);
    busy.join();
    assertThat(refused).hasValue(16 * 50);
    hakmem.free(block);
  }

  @Test
  void whatCanNotFitIsRefused() {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT), os);
    long block = hakmem.malloc(2 * MIB);
    assertThatThrownBy(() -> hakmem.malloc(LIMIT - MIB)).isInstanceOf(OutOfMemoryError.class);
    hakmem.free(block);
  }

  /** What the request's own thread gives back in passing is not another's doing. */
  @Test
  void whatCanNotFitIsRefusedInOneRound() {
    Hakmem hakmem =
        allocators.create(
            settings -> settings.maxBytes(LIMIT).scavenger(false).purgeDelayMillis(0), os);
    long locked = hakmem.malloc(16); // in a page that each round asks to purge
    assertThatThrownBy(() -> fill(hakmem)).isInstanceOf(OutOfMemoryError.class);
    os.lock(locked);
    hakmem.free(locked);
    AtomicInteger purges = new AtomicInteger();
    os.purges = _ -> purges.incrementAndGet() > 0;
    assertThatThrownBy(() -> fill(hakmem)).isInstanceOf(OutOfMemoryError.class);
    assertThat(purges.get()).isBetween(1, 100); // 9 each purge, as a refused range is halved
  }

  private static void fill(Hakmem hakmem) {
    while (true) {
      hakmem.malloc(200_000);
    }
  }

  @Test
  void magazinesHoldAnEighthOfTheLimitAtMost() {
    Hakmem hakmem =
        allocators.create(settings -> settings.maxBytes(8 * MIB).heapCachedBytes(1 << 30), os);
    long[] blocks = new long[6_000];
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = hakmem.malloc(16 + i % 1_000);
      }
      for (long block : blocks) {
        hakmem.free(block);
      }
      assertThat(hakmem.stats().cachedBytes()).isBetween(1L, MIB);
    }
  }
}
