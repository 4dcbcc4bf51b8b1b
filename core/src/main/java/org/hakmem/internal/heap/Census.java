package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.HakmemStats;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Counts blocks and what heaps did, by looking at every slab and heap. For any thread; the figures
 * are of about one moment, and exact when the allocator is quiet.
 */
public final class Census {

  private final SmallBlocks shared;

  Census(SmallBlocks shared) {
    this.shared = shared;
  }

  /** The size classes that have a slab, in ascending order. */
  public List<HakmemStats.SizeClass> classes() {
    int[] slabs = new int[SizeClasses.COUNT];
    long[] capacity = new long[SizeClasses.COUNT];
    long[] free = new long[SizeClasses.COUNT];
    long[] remote = new long[SizeClasses.COUNT];
    forEachSlab(slab -> {
      int sizeClass = slab.sizeClass();
      slabs[sizeClass]++;
      capacity[sizeClass] += slab.capacity();
      free[sizeClass] += slab.freeCount();
      remote[sizeClass] += slab.remoteCount();
    });
    List<HakmemStats.SizeClass> classes = new ArrayList<>();
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      if (slabs[sizeClass] > 0) {
        long cached = cached(sizeClass);
        long live = capacity[sizeClass] - free[sizeClass] - remote[sizeClass] - cached;
        classes.add(
            new HakmemStats.SizeClass(
                SizeClasses.blockBytes(sizeClass),
                slabs[sizeClass],
                Math.max(0, live),
                cached,
                free[sizeClass],
                remote[sizeClass]));
      }
    }
    return classes;
  }

  private long cached(int sizeClass) {
    long cached = 0;
    for (Heap heap : shared.registry().all()) {
      cached += heap.cachedInAll(sizeClass);
    }
    return cached;
  }

  private interface SlabAction {
    void accept(Slab slab);
  }

  private void forEachSlab(SlabAction action) {
    for (int index = 0; index < shared.pool().usedSuperslabs(); index++) {
      shared
          .pool()
          .forEachRun(
              index,
              run -> {
                if (run instanceof Slab slab) {
                  action.accept(slab);
                }
              });
    }
  }

  /** What all heaps counted together. */
  public long counted(Counter counter) {
    long sum = 0;
    for (Heap heap : shared.registry().all()) {
      sum += heap.counted(counter);
    }
    return sum;
  }

  /** Number of heaps. */
  public int heaps() {
    return shared.registry().all().length;
  }

  /**
   * The first thing found wrong with the slabs and heaps, or null. For a quiet moment: every slab's
   * own invariants, and that every slab with a free or remote block is owned by a heap that has it,
   * or posted.
   */
  public @Nullable String firstFault() {
    return new Inspection(shared).firstFault();
  }
}
