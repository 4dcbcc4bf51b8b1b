package org.hakmem.lab;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Runs those of some exhibits that may run beside others, one after the other. */
final class SideLane implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("lab-side-lane").factory());
  private final Queue<Future<Optional<Result>>> results = new ArrayDeque<>();

  /** Begins with the first; begins none once it is {@code over}. */
  SideLane(List<? extends Exhibit> exhibits, Effort effort, BooleanSupplier over) {
    for (Exhibit exhibit : exhibits) {
      if (exhibit.runsBesideOthers()) {
        results.add(thread.submit(() -> result(exhibit, effort, over)));
      }
    }
  }

  private static Optional<Result> result(Exhibit exhibit, Effort effort, BooleanSupplier over) {
    return over.getAsBoolean() ? Optional.empty() : Optional.of(Result.of(exhibit, effort));
  }

  /** Waits for the next result. None if it was not begun, or the caller is interrupted. */
  Optional<Result> next() {
    try {
      return results.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the side lane failed", e);
    }
  }

  /** Interrupts the one that runs, if any, and waits until it has ended. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
