package org.hakmem.proof.fuzz;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.ProofAccess;
import org.jspecify.annotations.Nullable;

/** An allocator under test, with what the model knows of it. */
final class Instance {

  private static final int PATIENCE = 200;
  private static final long MILLISECOND = 1_000_000;
  private static final long KIB = 1 << 10;
  private static final long PAGE = 64 * KIB;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private final Subject subject;
  private final HakmemConfig config;
  private final AtomicLong allocations = new AtomicLong();
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong usableBytes = new AtomicLong();
  private final AtomicLong pinnedBytes = new AtomicLong();
  private final AtomicInteger arenas = new AtomicInteger();

  Instance(Subject subject, HakmemConfig config) {
    this.subject = subject;
    this.config = config;
  }

  Subject subject() {
    return subject;
  }

  HakmemConfig config() {
    return config;
  }

  void added(Block block) {
    allocations.incrementAndGet();
    blocks.incrementAndGet();
    usableBytes.addAndGet(block.usable());
    pinnedBytes.addAndGet(pinnedBy(block.usable()));
  }

  /** Returns how many blocks it has allocated so far. */
  long allocations() {
    return allocations.get();
  }

  void removed(Block block) {
    blocks.decrementAndGet();
    usableBytes.addAndGet(-block.usable());
    pinnedBytes.addAndGet(-pinnedBy(block.usable()));
  }

  void arenaOpened() {
    arenas.incrementAndGet();
  }

  void arenaClosed() {
    arenas.decrementAndGet();
  }

  /** Returns the most that one block keeps committed: its slab, or its own pages. */
  private static long pinnedBy(long usable) {
    if (usable <= KIB) {
      return PAGE;
    }
    return usable <= MIB ? MIB : (usable + PAGE - 1) / PAGE * PAGE;
  }

  /**
   * Returns whether an {@link OutOfMemoryError} is allowed: the limit might be reached if every
   * live block were alone in its slab, or the request is for what a system may refuse.
   *
   * @param alone whether only one actor uses this instance
   */
  boolean mayRefuse(long bytes, long alignment, boolean alone) {
    if (!alone && (config.maxBytes() != Long.MAX_VALUE || config.reservationBytes() < GIB)) {
      return true; // other threads' requests count too
    }
    if (bytes + usableBytes.get() > config.reservationBytes() / 4) {
      return true;
    }
    if (config.maxBytes() == Long.MAX_VALUE) {
      return false;
    }
    long needed = pinnedBy(bytes) + alignment + pinnedBytes.get();
    return config.portableMemory() || hasArenaMemory() || needed > config.maxBytes();
  }

  /** Returns whether arenas hold blocks, of which the model knows neither number nor addresses. */
  boolean hasArenaMemory() {
    return ProofAccess.arenasUseBlocks(subject.hakmem())
        && (arenas.get() > 0
            || ProofAccess.quickStats(subject.hakmem()).quarantine().generations() > 0);
  }

  /**
   * Checks the invariants and the statistics of an allocator that no thread uses. The scavenger may
   * be at work, so what is wrong must stay wrong for a while.
   */
  void requireConsistent() {
    String wrong = firstWrong();
    for (int i = 0; i < patience() && wrong != null; i++) {
      LockSupport.parkNanos(MILLISECOND);
      wrong = firstWrong();
    }
    if (wrong != null) {
      throw new Finding(wrong);
    }
  }

  private @Nullable String firstWrong() {
    String fault = firstFault();
    if (fault != null) {
      return "first fault: " + fault;
    }
    return firstWrong(ProofAccess.quickStats(subject.hakmem()), hasArenaMemory());
  }

  /** The check expects a quiet allocator: what the scavenger takes from under it makes it throw. */
  private @Nullable String firstFault() {
    try {
      return ProofAccess.firstFault(subject.hakmem());
    } catch (IndexOutOfBoundsException | NullPointerException e) {
      return "the check threw " + e;
    }
  }

  private @Nullable String firstWrong(HakmemStats stats, boolean arenaMemory) {
    if (differs(stats.liveBlocks(), blocks.get(), arenaMemory)) {
      return "live blocks: " + stats.liveBlocks() + " in the statistics, " + blocks + " in use";
    }
    if (differs(stats.liveBytes(), usableBytes.get(), arenaMemory)) {
      return "live bytes: " + stats.liveBytes() + " in the statistics, " + usableBytes + " in use";
    }
    if (stats.committedBytes() > config.maxBytes()) {
      return "committed " + stats.committedBytes() + " bytes of at most " + config.maxBytes();
    }
    if (stats.committedBytes() < stats.liveBytes()) {
      return "committed " + stats.committedBytes() + " bytes with " + stats.liveBytes() + " in use";
    }
    return null;
  }

  private static boolean differs(long counted, long expected, boolean mayBeMore) {
    return mayBeMore ? counted < expected : counted != expected;
  }

  private int patience() {
    return config.scavenger() ? PATIENCE : 0;
  }

  /** Checks that after everything was freed nothing is left. */
  void requireEmpty() {
    subject.trim();
    requireConsistent();
    HakmemStats stats = ProofAccess.quickStats(subject.hakmem());
    if (stats.liveBlocks() != 0) {
      throw new Finding("live blocks: " + stats.liveBlocks() + " after all were freed");
    }
    if (!config.portableMemory()) {
      for (int i = 0; i < patience() && stats.committedBytes() != 0; i++) {
        LockSupport.parkNanos(MILLISECOND);
        subject.trim();
        stats = ProofAccess.quickStats(subject.hakmem());
      }
      if (stats.committedBytes() != 0) {
        throw new Finding("committed: " + stats.committedBytes() + " bytes after all were freed");
      }
    }
  }
}
