package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From a thread to its heap in one allocator.
 *
 * <p>A table of all allocators, indexed by the thread's number, answers as a rule. A number is no
 * identity, so the heap found there is asked whether it is this allocator's and this thread's.
 * Threads and allocators that collide take turns in the table and find their heap through a
 * thread-local otherwise.
 *
 * <p>Table entries are read and written in opaque mode: the scavenger withdraws a heap by clearing
 * its entry, and a reader may not keep what it read beyond a safepoint (see {@link IdleHeaps}).
 *
 * <p>A record, because compiled code takes a record's fields for constants where it knows the
 * record.
 *
 * @param registry the allocator's heaps
 * @param offset where in the table the allocator's first thread is
 * @param slow each thread's heap
 */
public record CurrentHeap(HeapRegistry registry, int offset, ThreadLocal<@Nullable Heap> slow) {

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Heap[].class);

  /** A power of two. */
  private static final int ENTRIES = 1 << 12;

  /** Static, so that compiled code knows its address and length. */
  private static final @Nullable Heap[] TABLE = new Heap[ENTRIES];

  /**
   * Allocators begin in different places, so that a thread with heaps in several has them all
   * there.
   */
  private static final AtomicInteger NEXT_OFFSET = new AtomicInteger();

  private static final int OFFSET_STEP = ENTRIES / 3;

  static CurrentHeap in(HeapRegistry registry) {
    return new CurrentHeap(
        registry, NEXT_OFFSET.getAndAdd(OFFSET_STEP) & (ENTRIES - 1), new ThreadLocal<>());
  }

  private int indexOf(Thread thread) {
    return ((int) thread.threadId() + offset) & (ENTRIES - 1);
  }

  /** The current thread's heap if the table has it; null for a virtual thread. */
  public @Nullable Heap fast() {
    Thread thread = Thread.currentThread();
    Heap heap = (Heap) ENTRY.getOpaque(TABLE, indexOf(thread));
    return heap != null && heap.belongsTo(registry, thread) ? heap : null;
  }

  /**
   * The current thread's heap, attached to it now if need be. The thread must be a platform thread.
   */
  Heap attached() {
    Thread thread = Thread.currentThread();
    Heap heap = slow.get();
    if (heap == null || !keeps(heap, thread)) {
      heap = adopt(thread);
      slow.set(heap);
    }
    enter(thread, heap);
    return heap;
  }

  /**
   * Whether the heap is still the thread's, if only because it says so in time. The state is read
   * before the thread reference, which was written before it.
   */
  private boolean keeps(Heap heap, Thread thread) {
    int state = heap.stateVolatile();
    if (state == Heap.EXAMINED && heap.casState(Heap.EXAMINED, Heap.ATTACHED)) {
      state = Heap.ATTACHED; // of another thread even, it only makes the scavenger come again
    }
    if (state != Heap.ATTACHED) {
      state = heap.stateVolatile(); // the scavenger put it back in between
    }
    return state == Heap.ATTACHED && heap.belongsTo(registry, thread);
  }

  /** Takes over an abandoned heap, as it is, or makes one. */
  private Heap adopt(Thread thread) {
    Heap heap = registry.holdAbandoned(any -> true);
    if (heap == null) {
      heap = registry.create(false);
    } else {
      heap.count(Counter.ADOPTIONS);
    }
    heap.setThread(registry.refTo(thread));
    heap.setStateRelease(Heap.ATTACHED);
    return heap;
  }

  private void enter(Thread thread, Heap heap) {
    ENTRY.setOpaque(TABLE, indexOf(thread), heap);
  }

  /** Clears the entry of {@code heap}, whose thread then asks {@link #attached}. */
  void withdraw(Thread thread, Heap heap) {
    ENTRY.compareAndSet(TABLE, indexOf(thread), heap, null);
  }

  /** Clears all entries of this allocator, so that every thread asks {@link #attached}. */
  void withdrawAll() {
    for (int i = 0; i < ENTRIES; i++) {
      Heap heap = (Heap) ENTRY.getVolatile(TABLE, i);
      if (heap != null && heap.isIn(registry)) {
        ENTRY.compareAndSet(TABLE, i, heap, null);
      }
    }
  }
}
