package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupts change nothing, and are not swallowed. */
class InterruptTest {

  private static final long LARGE = 3 << 20;
  private static final long HUGE = 40 << 20;

  /** What runs first in a process runs interrupted. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Thread.currentThread().interrupt();
      Hakmem.shared().free(Hakmem.shared().malloc(1));
      System.out.println(Thread.currentThread().isInterrupted());
    }
  }

  private static ThreadFactory factory(boolean virtual) {
    return virtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
  }

  private static void requireInterrupted() {
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @ParameterizedTest(name = "virtual {0}, magazine {1}")
  @CsvSource({"false, 0", "false, 256", "true, 0", "true, 256"})
  void everyOperationOfAnInterruptedThread(boolean virtual, int magazine) throws Exception {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory(virtual))) {
      threads
          .submit(() -> {
            Thread.currentThread().interrupt();
            everyOperation(magazine);
            return null;
          })
          .get();
    }
  }

  private static void everyOperation(int magazine) {
    HakmemConfig config = HakmemConfig.builder().magazineCapacity(magazine).build();
    boolean residentKnown = residentKnown();
    Hakmem hakmem = Hakmem.create(config);
    requireInterrupted();
    for (long size : new long[] {1, 100, 5000, 100_000, LARGE, HUGE}) {
      MarkedBlock block = MarkedBlock.allocate(hakmem, size, size);
      block.verify();
      requireInterrupted();
      long address = hakmem.calloc(size);
      address = hakmem.realloc(address, 2 * size);
      requireInterrupted();
      assertThat(hakmem.usableSize(address)).isGreaterThanOrEqualTo(2 * size);
      hakmem.free(hakmem.malloc(size, 4096));
      hakmem.free(address);
      block.release(hakmem);
      requireInterrupted();
    }
    hakmem.trim();
    requireInterrupted();
    HakmemStats stats = hakmem.stats();
    requireInterrupted();
    assertThat(stats.liveBlocks()).isZero();
    assertThat(stats.residentBytes() >= 0).isEqualTo(residentKnown);
    Quiet.check(hakmem, 0);
    hakmem.close();
    requireInterrupted();
  }

  /** Asked by a thread that is not interrupted. */
  private static boolean residentKnown() {
    boolean interrupted = Thread.interrupted();
    try (Hakmem other = Hakmem.create(HakmemConfig.defaults())) {
      return other.stats().residentBytes() >= 0;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest(name = "virtual {0}")
  @CsvSource({"false", "true"})
  void interruptsAtAnyMoment(boolean virtual) throws Exception {
    int workers = 4;
    AtomicReferenceArray<MarkedBlock> slots = new AtomicReferenceArray<>(200);
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.builder().magazineCapacity(4).build());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(factory(virtual))) {
      Set<Thread> running = ConcurrentHashMap.newKeySet();
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int seed = i;
        tasks.add(
            threads.submit(() -> {
              running.add(Thread.currentThread());
              replace(hakmem, slots, seed);
            }));
      }
      while (!tasks.stream().allMatch(Future::isDone)) {
        running.forEach(Thread::interrupt);
        Thread.yield();
      }
      for (Future<?> task : tasks) {
        task.get();
      }
      for (int i = 0; i < slots.length(); i++) {
        if (slots.get(i) != null) {
          slots.get(i).release(hakmem);
        }
      }
      Quiet.check(hakmem, 0);
    }
  }

  private static void replace(Hakmem hakmem, AtomicReferenceArray<MarkedBlock> slots, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 5000; i++) {
      MarkedBlock block = MarkedBlock.allocate(hakmem, random.nextInt(2000), i);
      MarkedBlock before = slots.getAndSet(random.nextInt(slots.length()), block);
      if (before != null) {
        before.release(hakmem);
      }
    }
  }

  @Test
  void theScavengerGoesOn() {
    Set<Thread> before = scavengers();
    try (Hakmem hakmem =
        Hakmem.create(HakmemConfig.builder().scavenger(true).purgeDelayMillis(20).build())) {
      Set<Thread> mine = scavengers();
      mine.removeAll(before);
      assertThat(mine).hasSize(1);
      Thread scavenger = mine.iterator().next();

      scavenger.interrupt();

      // Interrupted still, it could not sleep any more.
      assertThat(Quiet.becomes(() -> !scavenger.isInterrupted())).isTrue();
      hakmem.free(hakmem.malloc(LARGE));
      assertThat(
              Quiet.becomes(() ->
                  hakmem.engine().stats(0).committedBytes() == 0
                      || !hakmem.engine().os().canPurge()))
          .isTrue();
      assertThat(scavenger.isAlive()).isTrue();
    }
  }

  private static Set<Thread> scavengers() {
    Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
    found.removeIf(thread -> !thread.getName().equals("hakmem-scavenger"));
    return found;
  }

  @Tag("slow")
  @Test
  void theFirstAllocatorOfAProcess() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
                Child.class.getName()));

    assertThat(result.out().strip()).isEqualTo("true");
    assertThat(result.exit()).isZero();
  }
}
