package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the heaps that were not used for a while from those at work.
 *
 * <p>What it looks like from outside is not enough: a thread that allocates a block and frees it,
 * over and over, has its heap look one of two ways, and where the processor writes both of them
 * down at once, only one is ever seen. If such a heap were taken, then not only would its thread
 * have to begin anew: compiled code that had never seen a miss would be compiled again, for the
 * thread's whole life, with the slow path in it. So each look leaves a mark, which any such use
 * wipes away; see {@link Watchable}.
 *
 * <p>Still a guess: a thread that uses its heap seldom, or that had no processor meanwhile, may
 * find it taken. Not safe for use by several threads.
 */
final class IdleWatch {

  private static final int IDLE_LOOKS = 2;

  private record Seen(long footprint, int times) {}

  private final Map<Heap, Seen> seen = new HashMap<>();

  /** Has seen nothing yet. */
  IdleWatch() {}

  /** Those that are in use but were not used since the last look but one. One look. */
  List<Heap> idleAmong(Heap[] heaps) {
    List<Heap> idle = new ArrayList<>();
    for (Heap heap : heaps) {
      if (!heap.isInUse()) {
        seen.remove(heap);
      } else if (look(heap) >= IDLE_LOOKS) {
        idle.add(heap);
      }
    }
    return idle;
  }

  /** How many looks in succession have found that the heap was not used since the one before. */
  private int look(Heap heap) {
    long footprint = heap.footprint();
    Seen before = seen.get(heap);
    int times =
        before != null && before.footprint() == footprint && heap.isMarked()
            ? before.times() + 1
            : 0;
    seen.put(heap, new Seen(footprint, times));
    heap.mark();
    return times;
  }
}
