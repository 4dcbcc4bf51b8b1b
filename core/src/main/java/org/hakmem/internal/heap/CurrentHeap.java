package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * From a thread to its heap.
 *
 * <p>A table indexed by the thread's number answers as a rule; a thread's number is no identity, so
 * the heap found there is asked whether it is this thread's. Threads whose numbers collide take
 * turns in the table and find their heap through a thread-local otherwise.
 *
 * <p>Table entries are read and written in opaque mode: the scavenger withdraws a heap by clearing
 * its entry, and a reader may not keep what it read beyond a safepoint (see {@link IdleHeaps}).
 */
public final class CurrentHeap {

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Heap[].class);

  /** A power of two, so that the index needs no bounds check. */
  private static final int ENTRIES = 1 << 11;

  private final @Nullable Heap[] table = new Heap[ENTRIES];

  @SuppressWarnings("ThreadLocalUsage") // one for each allocator
  private final ThreadLocal<@Nullable Heap> slow = new ThreadLocal<>();

  private final HeapRegistry registry;

  CurrentHeap(HeapRegistry registry) {
    this.registry = registry;
  }

  /** The current thread's heap if the table has it; null for a virtual thread. */
  public @Nullable Heap fast() {
    Thread thread = Thread.currentThread();
    @Nullable Heap[] entries = table;
    Heap heap = (Heap) ENTRY.getOpaque(entries, (int) thread.threadId() & (entries.length - 1));
    return heap != null && heap.belongsTo(thread) ? heap : null;
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
  private static boolean keeps(Heap heap, Thread thread) {
    int state = heap.stateVolatile();
    if (state == Heap.EXAMINED && heap.casState(Heap.EXAMINED, Heap.ATTACHED)) {
      state = Heap.ATTACHED; // of another thread even, it only makes the scavenger come again
    }
    if (state != Heap.ATTACHED) {
      state = heap.stateVolatile(); // the scavenger put it back in between
    }
    return state == Heap.ATTACHED && heap.belongsTo(thread);
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
    ENTRY.setOpaque(table, (int) thread.threadId() & (ENTRIES - 1), heap);
  }

  /** Clears the entry of {@code heap}, whose thread then asks {@link #attached}. */
  void withdraw(Thread thread, Heap heap) {
    ENTRY.compareAndSet(table, (int) thread.threadId() & (ENTRIES - 1), heap, null);
  }

  /** Clears all entries, so that every thread asks {@link #attached}. */
  void withdrawAll() {
    for (int i = 0; i < ENTRIES; i++) {
      ENTRY.setVolatile(table, i, null);
    }
  }
}
