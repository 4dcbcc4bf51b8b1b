package org.hakmem.internal.heap;

import java.util.function.Predicate;

/**
 * Takes the heap of a thread that lives but does not use it, so that what it caches can be given
 * back.
 *
 * <p>The fast paths are plain code without a lock, so a heap can only be taken while its thread is
 * outside of the allocator, and stays there or is told. Three steps see to that:
 *
 * <ol>
 *   <li>the heap's state becomes {@link HeapState#EXAMINED}, and its entry in the table is cleared;
 *   <li>the thread's stack is walked. The virtual machine brings the thread to a safepoint for
 *       this, so the walk sees a whole number of its steps, and the thread sees the cleared entry
 *       from there on;
 *   <li>if no method of the allocator is on the stack, the state becomes {@link HeapState#HELD}.
 * </ol>
 *
 * <p>A thread that enters the allocator after the walk finds no entry, goes the slow way, and puts
 * the state back by compare-and-set, before the third step or not; one of the two wins. As state
 * words never repeat, the third step fails also if others have examined the heap since. The thread
 * can't have kept the entry: that is read in opaque mode, which compiled code does not move across
 * a safepoint, and every use of the heap comes after such a read, in the same call; and whenever it
 * writes the entry, it asks for the state after that (see {@link CurrentHeap}). Writes made before
 * the walk are visible after it: the thread stopped, or its transition was fenced, in between.
 *
 * <p>That last step is HotSpot's behaviour, not the Java memory model's promise. {@code
 * HakmemConfig.reclaimIdleThreads} switches it off; heaps of threads that ended do not depend on
 * it.
 *
 * <p>Windows. A thread without a Java frame (one that native code attached) is taken for ended, and
 * one whose class overrides {@link Thread#getStackTrace} is not believed: the heaps of both are
 * taken when they end. Whoever examines a thread waits for it to come to a safepoint.
 */
final class IdleHeaps {

  /** No operation of the allocator is deeper than this, calls into the library included. */
  private static final int DEEPEST = 64;

  private static final String API = "org.hakmem.Hakmem";
  private static final String INTERNALS = "org.hakmem.internal.";

  private final CurrentHeap current;
  private final Predicate<Thread> outside;
  private final boolean stacksAreWhole = traceLength(DEEPEST) >= DEEPEST;

  IdleHeaps(CurrentHeap current) {
    this(current, new Outside());
  }

  /** With another way than a walk of its stack to tell whether a thread is outside; for tests. */
  IdleHeaps(CurrentHeap current, Predicate<Thread> outside) {
    this.current = current;
    this.outside = outside;
  }

  /** Whether stack traces are long enough here (see {@code -XX:MaxJavaStackTraceDepth}). */
  private static int traceLength(int frames) {
    return frames > 0 ? traceLength(frames - 1) : Thread.currentThread().getStackTrace().length;
  }

  /** Holds {@code heap} if it is attached to another thread, which is outside of the allocator. */
  boolean tryHold(Heap heap) {
    long attached = heap.stateVolatile(); // before the thread, which was written before it
    Thread thread = heap.thread().thread();
    if (!stacksAreWhole
        || HeapState.who(attached) != HeapState.ATTACHED
        || thread == null
        || thread == Thread.currentThread()
        || !heap.casState(attached, HeapState.EXAMINED)) {
      return false;
    }
    long examined = HeapState.next(attached, HeapState.EXAMINED);
    boolean held = false;
    try {
      current.withdraw(thread, heap);
      held = outside.test(thread) && heap.casState(examined, HeapState.HELD);
    } finally {
      if (!held) {
        heap.casState(examined, HeapState.ATTACHED);
      }
    }
    if (held) {
      heap.setThread(ThreadRef.NONE);
    }
    return held;
  }

  /** By the thread's stack. Not a lambda, which a program's first malloc would pay for. */
  private static final class Outside implements Predicate<Thread> {
    @Override
    public boolean test(Thread thread) {
      if (!tellsItsStack(thread)) {
        return false;
      }
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

  /** Whether {@link Thread#getStackTrace}, which may be overridden, is {@code Thread}'s own. */
  private static boolean tellsItsStack(Thread thread) {
    try {
      return thread.getClass().getMethod("getStackTrace").getDeclaringClass() == Thread.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }
}
