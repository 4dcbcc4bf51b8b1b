package org.hakmem.bench.larson;

import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.HakmemStats;

/**
 * A stand-in for the allocator: equal cells of one region, first in, first out. Faults are built in
 * by subclasses; a block that lies in the wrong place, or that somebody else writes to, always lies
 * in the region, so that nothing crashes.
 */
class RegionBlocks extends SubstituteBlocks implements AutoCloseable {

  static final int CELL = 256;
  private static final int CELLS = 1 << 12;

  private final Arena arena = Arena.ofShared();
  private final ConcurrentLinkedQueue<Long> free = new ConcurrentLinkedQueue<>();
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong mallocs = new AtomicLong();
  private final AtomicLong trims = new AtomicLong();

  RegionBlocks() {
    long base = arena.allocate((long) CELL * (CELLS + 1), CELL).address();
    for (long cell = 0; cell < CELLS; cell++) {
      free.add(base + cell * CELL);
    }
  }

  @Override
  long malloc(int size) {
    mallocs.incrementAndGet();
    live.incrementAndGet();
    Long address = size > CELL ? null : free.poll();
    if (address == null) {
      throw new OutOfMemoryError("no cell for " + size + " bytes");
    }
    return address;
  }

  @Override
  void free(long address) {
    live.decrementAndGet();
    free.add(address);
  }

  @Override
  HakmemStats stats() {
    return StatsOf.liveBlocks(live.get());
  }

  @Override
  void trim() {
    trims.incrementAndGet();
  }

  long mallocs() {
    return mallocs.get();
  }

  long trims() {
    return trims.get();
  }

  @Override
  public void close() {
    arena.close();
  }
}
