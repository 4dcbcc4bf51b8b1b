package org.hakmem.internal.memory;

/**
 * The allocator's own threads.
 *
 * <p>Made by {@link Thread}'s constructor: a program's first malloc pays for the classes of a
 * builder, which with a task of the library took 2.3 ms more.
 */
public final class Daemon {

  private Daemon() {}

  /**
   * A daemon, not started. It has neither its maker's inheritable thread-locals nor, with them, the
   * class loader that they may hold.
   *
   * @param stackBytes size of its stack, or 0 for the usual one
   */
  public static Thread of(String name, Runnable task, long stackBytes) {
    Thread thread = new Thread(null, task, name, stackBytes, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for a thread's end, interrupted or not. An interrupt is not lost. */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
