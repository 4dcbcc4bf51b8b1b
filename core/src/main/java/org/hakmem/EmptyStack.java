package org.hakmem;

import java.util.concurrent.Callable;
import org.hakmem.internal.heap.StackProbe;
import org.hakmem.internal.memory.Daemon;
import org.jspecify.annotations.Nullable;

/**
 * Does what needs more of the stack than its caller may have left: making an allocator loads and
 * initialises classes, and one whose initialisation meets a {@link StackOverflowError} is unusable
 * from then on.
 */
final class EmptyStack {

  private static final long STACK_BYTES = 1 << 20;

  private EmptyStack() {}

  /** What the thread does, and what came of it: read after the thread's end, which orders that. */
  private static final class Task<T> implements Runnable {

    private final Callable<T> part;
    private @Nullable T result;
    private @Nullable Throwable thrown;

    Task(Callable<T> part) {
      this.part = part;
    }

    @Override
    public void run() {
      try {
        result = part.call();
      } catch (Throwable t) {
        thrown = t;
      }
    }

    T result() {
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (result == null) {
        throw new IllegalStateException("nothing was made", thrown);
      }
      return result;
    }
  }

  /**
   * Calls {@code part} in a thread of its own and waits for its end, interrupted or not.
   *
   * @param part throws nothing that is checked
   * @return what it returns, which is not null; what it throws is thrown
   */
  static <T> T call(Callable<T> part) {
    StackProbe.ensure(); // for what comes before and after, too
    Task<T> task = new Task<>(part);
    Thread thread = Daemon.of("hakmem-start", task, STACK_BYTES);
    thread.start();
    Daemon.awaitEnd(thread);
    return task.result();
  }
}
