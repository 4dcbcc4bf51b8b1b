package org.hakmem.internal.memory;

import java.lang.foreign.Arena;

/**
 * Has every Java thread pass a safepoint, by the end of a shared arena of the JDK.
 *
 * <p>It makes one side of a Dekker free, as {@link ThreadFence} does, on every system. The seldom
 * side writes, calls {@link #await} and reads. The frequent side writes and then reads, without a
 * safepoint in between, or with the write before and the read after it.
 */
public final class ThreadHandshake {

  private ThreadHandshake() {}

  /** Returns after every thread has passed a safepoint; some tens of microseconds. */
  @SuppressWarnings("MustBeClosedChecker") // is closed, which is all that it is for
  public static void await() {
    Arena.ofShared().close();
  }
}
