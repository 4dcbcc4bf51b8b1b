package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Tells the heaps that were not used for a while from those at work, by what they look like from
 * outside: the fast paths leave no other trace.
 *
 * <p>A heap that looked the same three times may still be at work. A thread that allocates a block
 * and frees it, over and over, has its heap look one of two ways, and each look finds the same one
 * by chance. If such a heap were taken, then not only would its thread have to begin anew: compiled
 * code that had never seen a miss would be compiled again, for the thread's whole life, with the
 * slow path in it. That made a malloc and free take 3.2 ns instead of 2.3. So it is glanced at some
 * more, at moments that have nothing to do with its thread's, before it is called idle.
 *
 * <p>A guess: a thread that uses its heap seldom, or that had no processor meanwhile, may find it
 * taken. Not safe for use by several threads.
 */
final class IdleWatch {

  private static final int IDLE_LOOKS = 2;

  /** Measured: docs/benchmarks.md, Constants. */
  private static final int GLANCES = 32;

  private record Seen(long footprint, int times) {}

  private final Map<Heap, Seen> seen = new HashMap<>();
  private final Runnable pause;

  /**
   * Has seen nothing yet.
   *
   * @param pause is run between two glances; calls the system, so that compiled code reads anew
   */
  IdleWatch(Runnable pause) {
    this.pause = pause;
  }

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
    for (int i = 0; i < GLANCES && !idle.isEmpty(); i++) {
      pause.run();
      dropChanged(idle);
    }
    return idle;
  }

  private void dropChanged(List<Heap> heaps) {
    for (Iterator<Heap> rest = heaps.iterator(); rest.hasNext(); ) {
      if (look(rest.next()) == 0) {
        rest.remove();
      }
    }
  }

  /** How many times in succession the heap has looked as it does now, before this. */
  private int look(Heap heap) {
    long footprint = heap.footprint();
    Seen before = seen.get(heap);
    int times = before != null && before.footprint() == footprint ? before.times() + 1 : 0;
    seen.put(heap, new Seen(footprint, times));
    return times;
  }
}
