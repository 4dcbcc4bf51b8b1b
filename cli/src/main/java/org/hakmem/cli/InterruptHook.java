package org.hakmem.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while a workload runs: the JVM begins to shut down, and this hook asks the
 * workload to stop, waits for it to end by itself, and acts in its place if it doesn't in time. The
 * JVM's exit code is then {@value ExitCode#INTERRUPTED}.
 */
final class InterruptHook implements AutoCloseable {

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean fired;

  private InterruptHook(Runnable stop, Runnable tooLate, Duration patience) {
    hook = new Thread(() -> onShutdown(stop, tooLate, patience), "hakmem-interrupt");
  }

  /**
   * Installs one.
   *
   * @param stop asks the workload to stop
   * @param tooLate called if it did not end in time
   * @param patience how long to wait
   */
  static InterruptHook install(Runnable stop, Runnable tooLate, Duration patience) {
    InterruptHook installed = new InterruptHook(stop, tooLate, patience);
    Runtime.getRuntime().addShutdownHook(installed.hook);
    return installed;
  }

  /** Whether the JVM is shutting down. */
  boolean fired() {
    return fired;
  }

  /** To be called when the workload has ended and everything is printed: lets a shutdown go on. */
  @Override
  public void close() {
    ended.countDown();
    if (!fired) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The shutdown has just begun; the hook has nothing to wait for.
        fired = true;
      }
    }
  }

  private void onShutdown(Runnable stop, Runnable tooLate, Duration patience) {
    fired = true;
    stop.run();
    boolean inTime = false;
    try {
      inTime = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Whoever interrupts a shutdown is in a hurry.
    }
    if (!inTime) {
      tooLate.run();
    }
  }
}
