package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps an allocator's memory mapped while a thread that is not one of the allocator's users is at
 * it: the scavenger, a trim by a management console, an arena.
 *
 * <p>Guarantees: after {@link #close} returned nobody is inside, and nobody comes in. A thread may
 * enter more than once, and must not close the gate while it is inside. Progress: lock-free but for
 * {@link #close}, which waits for who is inside.
 */
public final class OpenGate {

  private static final long CLOSED = Long.MIN_VALUE;
  private static final long WAIT_NANOS = 50_000;

  /** How many are inside, and whether it is closed. */
  private final AtomicLong state = new AtomicLong();

  /** An open gate. */
  public OpenGate() {}

  /** Enters, which {@link #leave} ends; false if it is closed. */
  public boolean tryEnter() {
    if (state.incrementAndGet() > 0) {
      return true;
    }
    state.decrementAndGet();
    return false;
  }

  /**
   * Enters, which {@link #leave} ends.
   *
   * @throws IllegalStateException if it is closed
   */
  public void enter() {
    if (!tryEnter()) {
      throw new IllegalStateException("this allocator is closed");
    }
  }

  /** Ends an entry. */
  public void leave() {
    state.decrementAndGet();
  }

  /** Lets nobody in any more, and waits until nobody is inside. */
  public void close() {
    long now = state.get();
    while (now >= 0 && !state.compareAndSet(now, now + CLOSED)) {
      now = state.get();
    }
    while (state.get() != CLOSED) {
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }
}
