package org.hakmem.internal.arena;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Arenas that share one arena of the JDK, and therefore its end. {@link Generations} has the
 * protocol.
 */
public final class Generation {

  private final GenerationCount count;
  private final ArenaMemory memory;
  private final long bornNanos = System.nanoTime();

  /** Bytes of the large ones among its closed arenas, see {@link GenerationState#LARGE_BYTES}. */
  private final AtomicLong largeBytes = new AtomicLong();

  Generation(ArenaMemory memory, int mostArenas) {
    this.memory = memory;
    this.count = new GenerationCount(mostArenas);
  }

  /** What its arenas allocate from. */
  public ArenaMemory memory() {
    return memory;
  }

  GenerationCount count() {
    return count;
  }

  long ageNanos() {
    return System.nanoTime() - bornNanos;
  }

  void addLargeBytes(long bytes) {
    largeBytes.getAndAdd(bytes);
  }

  /** Bytes of its closed arenas. */
  long closedBytes() {
    return closedBytes(count.state());
  }

  /** Bytes of its closed arenas as of a {@code state} of its count. */
  long closedBytes(long state) {
    return GenerationState.closedBytes(state) + largeBytes.get();
  }
}
