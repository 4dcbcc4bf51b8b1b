package org.hakmem.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

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

  /** Waits, without an exception that is checked. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
