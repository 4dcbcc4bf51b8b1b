package org.hakmem.bench.workload;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.hakmem.bench.peers.Peer;

/** Work in threads of the peer's own kind, while the caller waits. */
final class Aside {

  private Aside() {}

  /** Something to do. */
  @FunctionalInterface
  interface Task {

    /** Does it. */
    void run() throws Exception;
  }

  /** What each of several threads does. */
  @FunctionalInterface
  interface NumberedTask {

    /** Does it. */
    void run(int thread) throws Exception;
  }

  /** Runs one task in one thread. */
  static void run(Peer peer, Task task) throws InterruptedException {
    runAll(peer, 1, thread -> task.run());
  }

  /**
   * Runs threads numbered from 0 to the end of all.
   *
   * @throws IllegalStateException if one throws
   */
  static void runAll(Peer peer, int threads, NumberedTask task) throws InterruptedException {
    List<FutureTask<Boolean>> futures =
        IntStream.range(0, threads)
            .mapToObj(thread ->
                new FutureTask<>(() -> {
                  task.run(thread);
                  return true;
                }))
            .toList();
    for (int thread = 0; thread < threads; thread++) {
      peer.thread("aside-" + thread, futures.get(thread)).start();
    }
    ExecutionException failure = null;
    for (FutureTask<Boolean> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw new IllegalStateException(
          "a thread of the workload failed: " + failure.getCause(), failure);
    }
  }
}
