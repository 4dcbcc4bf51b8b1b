package org.hakmem.bench.machine;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Whether two threads that compute at once hold each other up, as on two hyperthreads of one core.
 * A scheduler that knows the cores gives each thread one of its own; on a virtual machine whose
 * host moves the processors about, that is so at one moment and not at the next.
 */
public final class SharedCore {

  /** So often one thread is compared with two; the median counts, so that the first may compile. */
  private static final int TIMES = 9;

  /** Of so many turns the shortest counts, which nothing else interrupted. */
  private static final int TURNS = 3;

  /** Some 200 µs, once compiled. */
  private static final int STEPS = 200_000;

  /** What keeps the compiler from leaving the computation out. */
  @SuppressWarnings("UnusedVariable") // that is its use
  private static volatile long sum;

  private SharedCore() {}

  /**
   * How many times as long a computation takes while another thread does the same: 1 if each has a
   * core to itself, up to 2 if both share one. 1 if there is but one processor.
   */
  public static double slowdown() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return 1;
    }
    double[] slowdowns = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      double alone = nanos();
      Companion companion = new Companion();
      try {
        companion.begin();
        slowdowns[i] = nanos() / alone;
      } finally {
        companion.end();
      }
    }
    Arrays.sort(slowdowns);
    return slowdowns[TIMES / 2];
  }

  private static double nanos() {
    long least = Long.MAX_VALUE;
    for (int turn = 0; turn < TURNS; turn++) {
      long start = System.nanoTime();
      sum = compute();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  /** Six chains of additions: enough to do for a core, so that two threads need twice as long. */
  private static long compute() {
    long a = 1;
    long b = 2;
    long c = 3;
    long d = 4;
    long e = 5;
    long f = 6;
    for (int i = 0; i < STEPS; i++) {
      a += b ^ i;
      b += c ^ i;
      c += d ^ i;
      d += e ^ i;
      e += f ^ i;
      f += a ^ i;
    }
    return a + b + c + d + e + f;
  }

  /** A thread that computes meanwhile. */
  private static final class Companion {

    private final CountDownLatch computing = new CountDownLatch(1);
    private volatile boolean done;

    /** Returns when the thread is at work. */
    void begin() throws InterruptedException {
      Thread.ofPlatform().daemon().start(this::run);
      computing.await();
    }

    private void run() {
      computing.countDown();
      while (!done) {
        sum = compute();
      }
    }

    void end() {
      done = true;
    }
  }
}
