package org.hakmem.internal.heap;

import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.memory.Daemon;

/**
 * Reports bad frees that are found after the call that made them returned: in one line of the log
 * for each allocator, and in an event each.
 *
 * <p>Any thread. The line is written by a thread of its own: a log's handlers may need more stack
 * than an operation makes sure of, and may use the allocator.
 */
final class LateFrees {

  private final Events events;
  private final AtomicBoolean logged = new AtomicBoolean();

  LateFrees(Events events) {
    this.events = events;
  }

  /**
   * Reports {@code count} bad frees.
   *
   * @param address the first address
   */
  void report(long address, int count) {
    events.lateFree(address, count);
    if (!logged.get() && logged.compareAndSet(false, true)) {
      try {
        Daemon.of("hakmem-log", new Logging(events.allocator(), address), 0).start();
      } catch (OutOfMemoryError e) { // the statistics and the event remain
      }
    }
  }

  private record Logging(int allocator, long address) implements Runnable {
    @Override
    public void run() {
      System.getLogger("org.hakmem")
          .log(
              System.Logger.Level.ERROR,
              "hakmem "
                  + allocator
                  + ": 0x"
                  + Long.toHexString(address)
                  + " was freed twice, which was found too late to refuse it; the second free is"
                  + " ignored. HakmemStats.protocol().lateDoubleFrees() counts further ones.");
    }
  }
}
