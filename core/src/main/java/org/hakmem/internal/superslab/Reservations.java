package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Reserves stretches of the window and enters them into the table. A stretch that can't be entered
 * as there is no Java heap waits for the next call, since the system does not take it back.
 *
 * <p>Any thread; lock-free.
 */
final class Reservations {

  /**
   * A stretch that waits. Each is pushed at most once, so that a compare-and-set is not deceived.
   */
  private static final class Waiting {
    private OsMemory.@Nullable Stretch stretch;
    private @Nullable Waiting below;
  }

  private final OsMemory os;
  private final SuperslabTable table;
  private final AtomicReference<@Nullable Waiting> top = new AtomicReference<>();

  Reservations(OsMemory os, SuperslabTable table) {
    this.os = os;
    this.table = table;
  }

  /**
   * Enters a stretch that waits, or one more of at least {@code bytes} bytes.
   *
   * @return false if the system refuses
   * @throws OutOfMemoryError if there is no Java heap for the tables
   */
  boolean more(long bytes) {
    Waiting next = new Waiting();
    next.stretch = pop();
    if (next.stretch == null) {
      next.stretch = os.reserve(bytes);
    }
    if (next.stretch == null) {
      return false;
    }
    boolean entered = false;
    try {
      table.enter(next.stretch);
      entered = true;
    } finally {
      if (!entered) {
        push(next);
      }
    }
    return true;
  }

  private OsMemory.@Nullable Stretch pop() {
    Waiting waiting;
    do {
      waiting = top.get();
    } while (waiting != null && !top.compareAndSet(waiting, waiting.below));
    return waiting == null ? null : waiting.stretch;
  }

  private void push(Waiting waiting) {
    do {
      waiting.below = top.get();
    } while (!top.compareAndSet(waiting.below, waiting));
  }
}
