package org.hakmem.bench.workload;

import java.util.List;

/**
 * What one real program asked of its C heap, ready to be replayed: a script for each of its
 * threads.
 *
 * @param scripts one for each thread
 * @param slots how many slots the blocks need
 * @param meanBytes what was asked for, on average
 * @param largestBytes the most that was asked for
 * @param events calls of all threads
 */
record Trace(List<Script> scripts, int slots, long meanBytes, long largestBytes, int events) {

  /** Copies the list. */
  Trace {
    scripts = List.copyOf(scripts);
  }

  /** What a call does. */
  static final byte MALLOC = 'm';

  static final byte CALLOC = 'c';
  static final byte ALIGNED = 'a';
  static final byte REALLOC = 'r';
  static final byte FREE = 'f';

  /** A thread's calls, one after the other, in arrays side by side. */
  static final class Script {

    /** Which function. */
    final byte[] call;

    /** The block that is handed out or taken. */
    final int[] slot;

    /** For a realloc the slot of the resized block; for others 0. */
    final int[] toSlot;

    /** Bytes asked for; for a free those that were. */
    final long[] size;

    /** The alignment, or a realloc's old size; for others 0. */
    final long[] extra;

    /** The event's number in the order of all. */
    final int[] line;

    /** The thread that hands out the block to be taken, if it is another; else -1. */
    final int[] awaitedThread;

    /** How many calls that thread must have made before. */
    final int[] awaitedCalls;

    /** Whether another thread waits for this call. */
    final boolean[] handsOn;

    Script(int calls) {
      call = new byte[calls];
      slot = new int[calls];
      toSlot = new int[calls];
      size = new long[calls];
      extra = new long[calls];
      line = new int[calls];
      awaitedThread = new int[calls];
      awaitedCalls = new int[calls];
      handsOn = new boolean[calls];
    }

    /** How many calls there are. */
    int calls() {
      return call.length;
    }
  }
}
