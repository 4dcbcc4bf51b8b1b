package org.hakmem;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.hakmem.internal.heap.StackProbe;

/**
 * Does what needs more of the stack than its caller may have left: making an allocator loads and
 * initialises classes, and one whose initialisation meets a {@link StackOverflowError} is unusable
 * from then on.
 */
final class EmptyStack {

  private static final long STACK_BYTES = 1 << 20;

  private EmptyStack() {}

  /**
   * Calls {@code part} in a thread of its own and waits for its end, interrupted or not.
   *
   * @param part throws nothing that is checked
   * @return what it returns; what it throws is thrown
   */
  static <T> T call(Callable<T> part) {
    StackProbe.ensure(); // for what comes before and after, too
    FutureTask<T> task = new FutureTask<>(part);
    Thread.ofPlatform()
        .name("hakmem-start")
        .daemon()
        .stackSize(STACK_BYTES)
        .inheritInheritableThreadLocals(false)
        .start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
