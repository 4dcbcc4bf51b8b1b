package org.hakmem;

import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.SuperslabPool;

/**
 * Says why a request got no memory: what stopped it, which setting changes that, what is in use.
 */
final class Scarcity {

  private final OsMemory os;
  private final Budget budget;
  private final SuperslabPool pool;

  Scarcity(OsMemory os, Budget budget, SuperslabPool pool) {
    this.os = os;
    this.budget = budget;
    this.pool = pool;
  }

  /** To be called before the attempt that {@link #error} is to explain. */
  void beginAttempt() {
    budget.forgetRefused();
  }

  /** Tells the flight recorder. */
  void report(long bytes, boolean failed) {
    pool.events().limitReached(bytes, budget.spent(), budget.limit(), failed);
  }

  /**
   * Returns what to throw.
   *
   * @param engine asked for statistics, which need Java heap; without any the error says less
   */
  OutOfMemoryError error(long bytes, Engine engine) {
    String message =
        "can't allocate "
            + bytes
            + " bytes: "
            + reason(bytes)
            + ", "
            + budget.spent()
            + " are in use";
    try {
      HakmemStats stats = engine.stats(-1);
      message +=
          " ("
              + stats.liveBytes()
              + " live, "
              + stats.cachedBytes()
              + " cached, "
              + pool.dirtyBytes()
              + " dirty)";
    } catch (OutOfMemoryError e) { // no Java heap
    }
    return new OutOfMemoryError(message);
  }

  private String reason(long bytes) {
    if (budget.refuses()) {
      return "the limit is " + budget.limit() + " bytes (org.hakmem.maxBytes)";
    }
    if (bytes <= SizeClasses.MOST_BYTES && !pool.hasRoom(bytes)) {
      return "the reservation is "
          + os.windowBytes()
          + " bytes (org.hakmem.reservationBytes), which has no room";
    }
    return "the operating system refuses more" + os.refusal(bytes);
  }
}
