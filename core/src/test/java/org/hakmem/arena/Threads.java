package org.hakmem.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** Threads that have ended, not only their tasks, when a test goes on. */
final class Threads {

  private Threads() {}

  /** Runs all at once in a platform thread each. */
  static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<T>> futures = new ArrayList<>();
    for (Callable<T> task : tasks) {
      FutureTask<T> future = new FutureTask<>(task);
      futures.add(future);
      threads.add(Thread.ofPlatform().start(future));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<T> results = new ArrayList<>();
    for (FutureTask<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  /** Waits until all threads of a name sleep until they are woken, but no longer than so long. */
  static void awaitAsleep(String name, int maxMillis) {
    for (int i = 0; i < maxMillis; i++) {
      List<Thread> named =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals(name))
              .toList();
      if (named.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits, without an exception that is checked. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
