package org.hakmem.internal.heap;

/**
 * Takes the heap of a thread that lives but does not use it, so that what it caches can be given
 * back.
 *
 * <p>The fast paths are plain code without a lock, so a heap can only be taken while its thread is
 * outside of the allocator, and stays there or is told. Three steps see to that:
 *
 * <ol>
 *   <li>the heap's state becomes {@link Heap#EXAMINED}, and its entry in the table is cleared;
 *   <li>the thread's stack is walked. The virtual machine brings the thread to a safepoint for
 *       this, so the walk sees a whole number of its steps, and the thread sees the cleared entry
 *       from there on;
 *   <li>if no method of the allocator is on the stack, the state becomes {@link Heap#HELD}.
 * </ol>
 *
 * <p>A thread that enters the allocator after the walk finds no entry, goes the slow way, and puts
 * the state back by compare-and-set, before the third step or not; one of the two wins. It can't
 * have kept the entry: that is read in opaque mode, which compiled code does not move across a
 * safepoint, and every use of the heap comes after such a read, in the same call. Writes made
 * before the walk are visible after it: the thread stopped, or its transition was fenced, in
 * between.
 *
 * <p>That last step is HotSpot's behaviour, not the Java memory model's promise. It can be switched
 * off with the scavenger; heaps of threads that ended do not depend on it.
 */
final class IdleHeaps {

  /** No operation of the allocator is deeper than this, calls into the library included. */
  private static final int DEEPEST = 64;

  private static final String API = "org.hakmem.Hakmem";
  private static final String INTERNALS = "org.hakmem.internal.";

  private final CurrentHeap current;
  private final boolean stacksAreWhole = traceLength(DEEPEST) >= DEEPEST;

  IdleHeaps(CurrentHeap current) {
    this.current = current;
  }

  /** Whether stack traces are long enough here (see {@code -XX:MaxJavaStackTraceDepth}). */
  private static int traceLength(int frames) {
    return frames > 0 ? traceLength(frames - 1) : Thread.currentThread().getStackTrace().length;
  }

  /** Holds {@code heap} if it is attached to another thread, which is outside of the allocator. */
  boolean tryHold(Heap heap) {
    if (!stacksAreWhole || !heap.casState(Heap.ATTACHED, Heap.EXAMINED)) {
      return false;
    }
    Thread thread = heap.thread().thread();
    if (thread != null && thread != Thread.currentThread()) {
      current.withdraw(thread, heap);
      if (isOutside(thread) && heap.casState(Heap.EXAMINED, Heap.HELD)) {
        heap.setThread(ThreadRef.NONE);
        return true;
      }
    }
    heap.casState(Heap.EXAMINED, Heap.ATTACHED);
    return false;
  }

  private static boolean isOutside(Thread thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    for (StackTraceElement frame : frames) {
      String name = frame.getClassName();
      if (name.equals(API) || name.startsWith(INTERNALS)) {
        return false;
      }
    }
    return frames.length > 0; // none: it ended, which others find out
  }
}
