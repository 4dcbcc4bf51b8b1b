package org.hakmem.bench.workload;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How far each thread of a {@link Replay} has come. Any thread looks, only the thread itself
 * advances.
 *
 * <p>It can't deadlock: a thread publishes where it stands before it waits. Of those that wait, the
 * one whose call comes first in the order of all waits neither for the others to catch up, as it is
 * behind all of them, nor for a block, as the call that hands that out comes earlier still.
 */
final class Progress {

  /** How often a thread looks whether it is too far ahead. */
  static final int CALLS_BETWEEN_LOOKS = 64;

  /**
   * How many calls of all threads together one may be ahead of the last: enough that two threads
   * that do as much as each other never wait, and less than the live blocks of any trace, so that
   * the peak of memory hardly rises.
   */
  private static final int LEAD = 4_096;

  /** A cache line of ints, twice: no two threads write to the same. */
  private static final int STRIDE = 32;

  private final int threads;
  private final AtomicIntegerArray made;
  private final AtomicIntegerArray lines;
  private volatile boolean abandoned;

  /**
   * Before the first call.
   *
   * @param firstLines the number, in the order of all, of each thread's first call
   */
  Progress(List<Integer> firstLines) {
    threads = firstLines.size();
    made = new AtomicIntegerArray(threads * STRIDE);
    lines = new AtomicIntegerArray(threads * STRIDE);
    for (int thread = 0; thread < threads; thread++) {
      lines.set(thread * STRIDE, firstLines.get(thread));
    }
  }

  /** Says how many calls a thread has made. Pairs with the acquire in {@link #await}. */
  void made(int thread, int calls) {
    made.setRelease(thread * STRIDE, calls);
  }

  /** Waits until nobody is far behind. */
  void keepTogether(int thread, int calls, int line) {
    publish(thread, calls, line);
    Pause pause = new Pause();
    while (line - slowest() > LEAD && !abandoned) {
      pause.after(false);
    }
  }

  /**
   * Waits until another thread has made so many calls; what it wrote before is seen then: pairs
   * with the release in {@link #made}.
   */
  void await(int thread, int calls, int line, int other, int otherCalls) {
    if (made.getAcquire(other * STRIDE) >= otherCalls) {
      return;
    }
    publish(thread, calls, line);
    Pause pause = new Pause();
    while (made.getAcquire(other * STRIDE) < otherCalls) {
      if (abandoned) {
        throw new IllegalStateException("another thread of the replay failed");
      }
      pause.after(false);
    }
  }

  /** Says that a thread has ended: nobody waits for it any more. */
  void end(int thread, int calls) {
    publish(thread, calls, Integer.MAX_VALUE);
  }

  /** Says that a thread has failed: whoever waits for a block of it gives up. */
  void abandon() {
    abandoned = true;
  }

  private void publish(int thread, int calls, int line) {
    made(thread, calls);
    lines.setRelease(thread * STRIDE, line); // pairs with slowest(): a late view only waits longer
  }

  private int slowest() {
    int least = Integer.MAX_VALUE;
    for (int thread = 0; thread < threads; thread++) {
      least = Math.min(least, lines.getAcquire(thread * STRIDE));
    }
    return least;
  }
}
