package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads come, leave blocks behind, live ones and free ones, and go. */
class ThreadsThatEndTest {

  private static final int LEFT_LIVE = 500;

  private static Hakmem create(boolean adopt) {
    return Hakmem.create(HakmemConfig.builder().scavenger(false).adopt(adopt).build());
  }

  /** What one of the threads does: it leaves eight live blocks, and frees eight of its own. */
  private static void comeAndGo(Hakmem hakmem, Queue<Long> left) {
    for (int i = 0; i < 8; i++) {
      left.add(hakmem.malloc(50 + 100L * i));
      hakmem.free(hakmem.malloc(100 + 100L * i));
    }
    while (left.size() > LEFT_LIVE) { // what an earlier one left
      Long block = left.poll();
      if (block != null) {
        hakmem.free(block);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 20000", "false, 2000"})
  @Tag("slow")
  void inTurn(boolean adopt, int threads) throws InterruptedException {
    try (Hakmem hakmem = create(adopt)) {
      Queue<Long> left = new ArrayDeque<>();
      HakmemStats early = null;
      for (int i = 0; i < threads; i++) {
        Thread thread = Thread.ofPlatform().start(() -> comeAndGo(hakmem, left));
        thread.join();
        early = i == 1000 ? hakmem.stats() : early;
      }

      HakmemStats stats = hakmem.stats();
      assertThat(stats.heaps()).as("one, and some while the collector was at work").isLessThan(10);
      // Each heap has slabs and magazines of its own, and there may be more heaps than early on.
      assertThat(stats.slabs())
          .isLessThanOrEqualTo(early.slabs() * 3 / 2 * stats.heaps() / early.heaps());
      assertThat(stats.cachedBytes())
          .isLessThanOrEqualTo(2 * early.cachedBytes() * stats.heaps() / early.heaps());
      assertThat(stats.protocol().adoptions()).isGreaterThan(threads - 10);
      assertThat(stats.refills().fresh()).as("what they cached is reused").isLessThan(2000);
      assertThat(stats.liveBlocks()).isEqualTo(left.size());
      left.forEach(hakmem::free);
      Quiet.check(hakmem, 0);
    }
  }

  @Test
  void severalAtATime() throws InterruptedException {
    try (Hakmem hakmem = create(true)) {
      Queue<Long> left = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < 200; i++) {
        List<Thread> together = new ArrayList<>();
        for (int j = 0; j < 8; j++) {
          together.add(Thread.ofPlatform().start(() -> comeAndGo(hakmem, left)));
        }
        for (Thread thread : together) {
          thread.join();
        }
      }

      assertThat(hakmem.stats().heaps()).isLessThanOrEqualTo(8);
      left.forEach(hakmem::free);
      Quiet.check(hakmem, 0);
      hakmem.trim();
      assertThat(hakmem.stats().slabs()).isZero();
    }
  }

  /** A heap knows its thread, the thread its loader: neither may outlive its use. */
  @Test
  void theirClassLoadersGo() throws InterruptedException {
    try (Hakmem hakmem = create(true)) {
      List<Long> left = new ArrayList<>();
      WeakReference<ClassLoader> loader = useByAThreadOfAnotherLoader(hakmem, left);

      assertThat(
              Quiet.becomes(() -> {
                System.gc();
                return loader.refersTo(null);
              }))
          .isTrue();
      left.forEach(hakmem::free);
    }
  }

  private static WeakReference<ClassLoader> useByAThreadOfAnotherLoader(
      Hakmem hakmem, List<Long> left) throws InterruptedException {
    ClassLoader loader = new URLClassLoader(new URL[0]);
    Thread thread = new Thread(() -> left.add(hakmem.malloc(100)));
    thread.setContextClassLoader(loader);
    thread.start();
    thread.join();
    return new WeakReference<>(loader);
  }

  @Test
  void theirHeapsAreTakenAlsoWhenTheThreadsAreCollected() throws InterruptedException {
    try (Hakmem hakmem = create(true)) {
      WeakReference<Thread> gone = ofAThreadThatWasHere(hakmem);
      assertThat(
              Quiet.becomes(() -> {
                System.gc();
                return gone.refersTo(null);
              }))
          .isTrue();

      assertThat(Quiet.becomes(() -> wholeHeapAdopted(hakmem))).isTrue();
      Quiet.check(hakmem, 0);
    }
  }

  private static WeakReference<Thread> ofAThreadThatWasHere(Hakmem hakmem)
      throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(() -> hakmem.free(hakmem.malloc(100)));
    thread.join();
    return new WeakReference<>(thread);
  }

  /** A new thread takes it, once the collector has said that the old one is gone. */
  private static boolean wholeHeapAdopted(Hakmem hakmem) {
    long before = hakmem.stats().protocol().adoptions();
    Thread next = Thread.ofPlatform().start(() -> hakmem.free(hakmem.malloc(100)));
    try {
      next.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return hakmem.stats().protocol().adoptions() > before && hakmem.stats().heaps() == 1;
  }
}
