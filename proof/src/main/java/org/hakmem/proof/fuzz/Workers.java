package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** The threads of a sequential run. Each step ends before the next begins. */
final class Workers implements AutoCloseable {

  private final List<ExecutorService> platform = new ArrayList<>();
  private int threads;

  Workers() {
    platform.add(newThread());
    platform.add(newThread());
  }

  private ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("fuzz-", threads++).factory());
  }

  /** Runs a step in a thread and waits for it; throws what the step threw. */
  void run(Worker worker, Runnable step) {
    switch (worker) {
      case CALLER -> step.run();
      case FIRST, SECOND -> {
        FutureTask<?> task = new FutureTask<>(step, null);
        thread(worker).execute(task);
        await(task);
      }
      case VIRTUAL -> {
        FutureTask<?> task = new FutureTask<>(step, null);
        Thread.startVirtualThread(task);
        await(task);
      }
    }
  }

  /** Ends a platform thread and puts a new one in its place. */
  void renew(Worker worker) {
    thread(worker).close();
    platform.set(index(worker), newThread());
  }

  private ExecutorService thread(Worker worker) {
    return platform.get(index(worker));
  }

  private static int index(Worker worker) {
    return worker == Worker.SECOND ? 1 : 0;
  }

  private static void await(FutureTask<?> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw Unchecked.of(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    platform.forEach(ExecutorService::close);
  }
}
