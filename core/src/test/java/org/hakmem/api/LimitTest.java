package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxBytes}. */
class LimitTest {

  private static final long MIB = 1L << 20;
  private static final long LIMIT = 4 * MIB;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create(settings -> settings.maxBytes(LIMIT));
  }

  private long committed() {
    return Allocators.stats(hakmem).committedBytes();
  }

  /** Allocates until the limit says no. */
  private List<Long> fill(long size) {
    List<Long> blocks = new ArrayList<>();
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> {
          while (true) {
            blocks.add(hakmem.malloc(size));
          }
        });
    return blocks;
  }

  @ParameterizedTest
  @CsvSource({"128, 64", "0, 64", "128, 1024", "128, 40000", "0, 300000", "128, 600000", "1, 16"})
  void isReachedAndNotPassedAndWorksOnAfterFrees(int magazineCapacity, long size) {
    hakmem =
        allocators.create(settings -> settings.maxBytes(LIMIT).magazineCapacity(magazineCapacity));
    List<Long> blocks = fill(size);
    long usable = hakmem.usableSize(blocks.getFirst());
    assertThat(committed()).isLessThanOrEqualTo(LIMIT);
    assertThat(blocks.size() * usable).as("most of it can be used").isGreaterThan(LIMIT * 5 / 6);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(blocks.size());
    assertThat(Allocators.firstFault(hakmem)).isNull();

    hakmem.free(blocks.removeLast());
    blocks.add(hakmem.malloc(size));
    int count = blocks.size();
    blocks.forEach(hakmem::free);
    assertThat(fill(size)).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 200_000, 1_000_000, 100_000_000})
  void theErrorNamesRequestLimitAndUse(long size) {
    long used = hakmem.malloc(LIMIT - 100_000);
    assertThat(used).isNotZero();
    long committed = committed();
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> fillThen(size))
        .withMessageContaining(size + " bytes")
        .withMessageContaining("limit is " + LIMIT + " bytes")
        .withMessageContaining(committed() + " are in use");
    assertThat(committed()).isLessThanOrEqualTo(LIMIT);
    assertThat(committed).isPositive();
  }

  private void fillThen(long size) {
    while (true) {
      hakmem.malloc(size);
    }
  }

  @Test
  void oneMorePageWouldPassIt() {
    long most = hakmem.malloc(LIMIT);
    assertThat(committed()).isEqualTo(LIMIT);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(1));
    hakmem.free(most);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(LIMIT + 1));
    hakmem.free(hakmem.malloc(LIMIT));
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void hugeBlocksCountToo() {
    hakmem = allocators.create(settings -> settings.maxBytes(100 * MIB));
    long first = hakmem.malloc(60 * MIB);
    assertThat(committed()).isEqualTo(60 * MIB);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(60 * MIB));
    assertThat(committed()).isEqualTo(60 * MIB);
    hakmem.free(first);
    hakmem.free(hakmem.malloc(60 * MIB));
    hakmem.free(hakmem.malloc(90 * MIB)); // in place of what is kept of the other
    hakmem.trim();
    assertThat(committed()).isZero();
  }

  /** Cached and free blocks, and dirty pages, stand in the way until it trims. */
  @ParameterizedTest
  @ValueSource(longs = {64, 1024, 40_000, 600_000})
  void reachedItTakesBackWhatIsCachedAndFree(long size) {
    fill(size).forEach(hakmem::free);
    assertThat(committed()).as("too much for the request below").isGreaterThan(LIMIT - MIB);
    if (Allocators.canPurge(hakmem)) {
      hakmem.free(hakmem.malloc(LIMIT));
    } else { // dirty pages are reused, in what superslabs they are
      hakmem.free(hakmem.malloc(MIB));
    }
    Allocators.requireNothingLeft(hakmem);
  }

  /** Another thread's, that does something else now. */
  @Test
  void itTakesBackWhatAnIdleThreadCaches() throws InterruptedException {
    CountDownLatch cached = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread idle =
        Thread.ofPlatform()
            .start(() -> {
              for (long size = 16; size < 400_000; size *= 2) {
                hakmem.free(hakmem.malloc(size));
              }
              cached.countDown();
              try {
                done.await();
                hakmem.free(hakmem.malloc(64)); // and works on
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    cached.await();
    long before = committed();
    assertThat(before).isGreaterThan(MIB);
    assertThat(Allocators.stats(hakmem).cachedBytes()).isPositive();
    if (Allocators.canPurge(hakmem)) {
      hakmem.free(hakmem.malloc(LIMIT));
    } else {
      fill(50_000).forEach(hakmem::free);
    }
    done.countDown();
    idle.join();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void itTakesBackWhatAnEndedThreadLeft() throws InterruptedException {
    Thread.ofPlatform().start(() -> fill(100).forEach(hakmem::free)).join();
    assertThat(committed()).isEqualTo(LIMIT);
    hakmem.free(hakmem.malloc(MIB));
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void itTakesBackWhatVirtualThreadsCache() throws InterruptedException {
    Thread.startVirtualThread(() -> fill(100).forEach(hakmem::free)).join();
    assertThat(committed()).isEqualTo(LIMIT);
    hakmem.free(hakmem.malloc(MIB));
    Allocators.requireNothingLeft(hakmem);
  }

  private void allocateAndFree(RandomGenerator random, AtomicInteger errors, int rounds) {
    List<Long> blocks = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try {
        blocks.add(hakmem.malloc(1L << random.nextInt(4, 21)));
      } catch (OutOfMemoryError e) {
        errors.incrementAndGet();
      }
      while (blocks.size() > 40) {
        hakmem.free(blocks.remove(random.nextInt(blocks.size())));
      }
    }
    blocks.forEach(hakmem::free);
  }

  @Test
  void threadsAtOnceDoNotPassIt() throws InterruptedException {
    AtomicInteger errors = new AtomicInteger();
    AtomicLong most = new AtomicLong();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
      Thread thread = Thread.ofPlatform().unstarted(() -> allocateAndFree(random, errors, 600));
      thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      most.accumulateAndGet(committed(), Math::max);
      Thread.yield();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(most.get()).isBetween(LIMIT / 2, LIMIT);
    assertThat(errors.get()).as("refusals").isPositive();
    Allocators.requireNothingLeft(hakmem);
    hakmem.free(hakmem.malloc(MIB));
  }
}
