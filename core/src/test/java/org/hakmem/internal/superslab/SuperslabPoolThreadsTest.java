package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link SuperslabPool} used by several threads at once. */
class SuperslabPoolThreadsTest {

  private static final int SUPERSLABS = 8;
  private static final int PAGES = 32 * SUPERSLABS;
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  private final PaperMemory os = new PaperMemory(SUPERSLABS);

  /** For each page the number of threads that think it is theirs. */
  private final AtomicIntegerArray holders = new AtomicIntegerArray(PAGES);

  private final List<Throwable> failures = new ArrayList<>();

  private static final class Run extends PageRun {
    Run(long address, int pages) {
      super(address, pages);
    }
  }

  private int pageOf(long address) {
    return (int) ((address - os.windowBase()) / PAGE_BYTES);
  }

  private void mark(Run run, int from, int change) {
    int first = pageOf(run.address());
    for (int page = first + from; page < first + run.pages(); page++) {
      int now = holders.addAndGet(page, change);
      if (now != (change > 0 ? 1 : 0)) {
        throw new AssertionError("page " + page + " has " + now + " holders");
      }
    }
  }

  private void play(SuperslabPool pool, int seed) {
    Random random = new Random(seed);
    List<Run> mine = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int pages = random.nextInt(8) == 0 ? random.nextInt(1, 80) : random.nextInt(1, 5);
      int what = random.nextInt(10);
      if (what < 4) {
        Run run = pool.allocate(pages, 1, (address, zeroed) -> new Run(address, pages));
        if (run != null) {
          mark(run, 0, 1);
          mine.add(run);
        }
      } else if (what < 8 && !mine.isEmpty()) {
        Run run = mine.remove(random.nextInt(mine.size()));
        mark(run, 0, -1);
        pool.release(run);
      } else if (what == 8 && !mine.isEmpty()) {
        int at = random.nextInt(mine.size());
        Run run = mine.get(at);
        Run longer =
            pool.lengthen(run, 1, (address, zeroed) -> new Run(run.address(), run.pages() + 1));
        if (longer != null) {
          mark(longer, run.pages(), 1);
          mine.set(at, longer);
        }
      } else if (random.nextInt(20) == 0) {
        pool.purge(0);
      }
    }
    for (Run run : mine) {
      mark(run, 0, -1);
      pool.release(run);
    }
  }

  private void playInThreads(SuperslabPool pool) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      Thread thread = Thread.ofPlatform().unstarted(() -> play(pool, seed));
      thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  /** With plenty, and with a limit that is reached all the time. */
  @ParameterizedTest
  @ValueSource(ints = {PAGES, PAGES / 2})
  void noPageHasTwoHoldersAndNoneIsLost(int limitPages) throws InterruptedException {
    Budget budget = new Budget((long) limitPages * PAGE_BYTES);
    SuperslabPool pool = new SuperslabPool(os, budget);
    playInThreads(pool);
    pool.purge(0);
    assertThat(budget.spent()).isZero();
    for (int round = 0; round < 2; round++) {
      Run all = pool.allocate(limitPages, 1, (address, zeroed) -> new Run(address, limitPages));
      assertThat(all).as("all pages are found").isNotNull();
      pool.release(all);
    }
  }

  /** The system refuses every third commit, until each superslab is committed. */
  @Test
  void refusedCommitsLoseNothing() throws InterruptedException {
    Budget budget = new Budget(Long.MAX_VALUE);
    int[] requests = {0};
    os.commits =
        address -> {
          synchronized (requests) {
            return ++requests[0] % 3 != 0;
          }
        };
    SuperslabPool pool = new SuperslabPool(os, budget);
    playInThreads(pool);
    pool.purge(0);
    assertThat(budget.spent()).isZero();
    os.commits = address -> true;
    assertThat(pool.<Run>allocate(PAGES, 1, (address, zeroed) -> new Run(address, PAGES)))
        .isNotNull();
  }
}
