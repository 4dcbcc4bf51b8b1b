package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * From a thread to its heap.
 *
 * <p>A table indexed by the thread's number answers as a rule. A number is no identity, so the heap
 * found there is asked whether it is this thread's. Threads whose numbers collide take turns in the
 * table and find their heap through a thread-local otherwise.
 *
 * <p>Table entries are read and written in opaque mode or stronger: the scavenger withdraws a heap
 * by clearing its entry, and a reader may not keep what it read beyond a safepoint (see {@link
 * IdleHeaps}).
 *
 * <p>A record, because compiled code takes a record's fields for constants where it knows the
 * record.
 *
 * @param table heaps by the number of their thread
 * @param slow each thread's heap
 * @param carriers what virtual threads use
 * @param shared what the allocator's heaps share, and where they are registered
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CurrentHeap(
    @Nullable Heap[] table,
    ThreadLocal<@Nullable Heap> slow,
    CarrierHeaps carriers,
    SmallBlocks shared) {

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Heap[].class);

  /** A power of two. Measured: docs/benchmarks.md, Constants. */
  private static final int ENTRIES = 1 << 12;

  static CurrentHeap in(SmallBlocks shared) {
    return new CurrentHeap(new Heap[ENTRIES], new ThreadLocal<>(), CarrierHeaps.in(shared), shared);
  }

  private int indexOf(Thread thread) {
    return (int) thread.threadId() & (table.length - 1);
  }

  /** The current thread's heap if the table has it; null for a virtual thread. */
  public @Nullable Heap fast() {
    Thread thread = Thread.currentThread();
    Heap heap = (Heap) ENTRY.getOpaque(table, indexOf(thread));
    return heap != null && heap.belongsTo(thread) ? heap : null;
  }

  /**
   * The current thread's heap, attached to it now if need be. The thread must be a platform thread.
   */
  Heap attached() {
    Thread thread = Thread.currentThread();
    Heap heap = slow.get();
    return heap != null && keeps(heap, thread) ? heap : attach(thread);
  }

  /**
   * Enters the heap into the table, if it is still the thread's, perhaps only because it says so in
   * time.
   *
   * <p>Dekker: this writes the entry and then reads the state, an examiner writes the state and
   * then clears the entry. So either the state read here is from before the examination, and the
   * entry will be cleared, or it says that the heap is examined, and the examiner finds it changed.
   */
  private boolean keeps(Heap heap, Thread thread) {
    ENTRY.setVolatile(table, indexOf(thread), heap);
    while (true) {
      long state = heap.stateVolatile(); // before the thread, which was written before it
      int who = HeapState.who(state);
      if (who == HeapState.UNATTACHED || who == HeapState.HELD || !heap.belongsTo(thread)) {
        ENTRY.setVolatile(table, indexOf(thread), null);
        return false;
      }
      if (who == HeapState.ATTACHED || heap.casState(state, HeapState.ATTACHED)) {
        return true;
      }
    }
  }

  /**
   * Attaches a heap. It is in the table before it is attached, as whoever examines it then clears
   * the entry.
   */
  private Heap attach(Thread thread) {
    Heap heap = shared.heapForAnother();
    boolean done = false;
    try {
      heap.setThread(shared.registry().refTo(thread));
      slow.set(heap);
      ENTRY.setVolatile(table, indexOf(thread), heap);
      heap.setStateRelease(HeapState.ATTACHED);
      done = true;
    } finally {
      if (!done) { // no Java heap
        heap.letGo();
      }
    }
    return heap;
  }

  /** Clears the entry of {@code heap}, whose thread then asks {@link #attached}. */
  void withdraw(Thread thread, Heap heap) {
    ENTRY.compareAndSet(table, indexOf(thread), heap, null);
  }

  /** Clears all entries, so that every thread asks {@link #attached}, or its like. */
  void withdrawAll() {
    carriers.withdrawAll();
    for (int i = 0; i < table.length; i++) {
      ENTRY.setVolatile(table, i, null);
    }
  }
}
