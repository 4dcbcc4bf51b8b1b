package org.hakmem.internal.heap;

import org.hakmem.HakmemConfig;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.PageMap;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in slabs, for any thread: finds the heap that the thread may use and goes the slow path
 * with it. The fast paths are {@link CurrentHeap#fast()} with {@link Heap#pop} and {@link
 * Heap#push}, and those of {@link CarrierHeaps}.
 */
public final class SmallAllocator implements AutoCloseable {

  private final SmallBlocks shared;
  private final CurrentHeap current;
  private final CarrierHeaps carriers;
  private final SlowPath slowPath;
  private final Reclaimer reclaimer;
  private final Census census;
  private final @Nullable Scavenger scavenger;
  private volatile boolean closed;

  /** An allocator over {@code pool}; starts its scavenger if the configuration says so. */
  public SmallAllocator(HakmemConfig config, OsMemory os, SuperslabPool pool, PageMap pageMap) {
    shared = new SmallBlocks(config, os, pool, pageMap);
    current = CurrentHeap.in(shared);
    carriers = current.carriers();
    slowPath = new SlowPath(shared);
    reclaimer = new Reclaimer(shared, slowPath, new IdleHeaps(current), carriers);
    census = new Census(shared);
    scavenger = config.scavenger() ? new Scavenger(shared, reclaimer) : null;
    if (scavenger != null) {
      scavenger.start();
    } else if (os.canPurge()) {
      shared.setWakeScavenger(new PassingPurge(pool, config.purgeDelayMillis()));
    }
  }

  /** What the fast paths look threads up in. */
  public CurrentHeap current() {
    return current;
  }

  /** A table that no thread's heap is ever entered into, so that each call goes the slow way. */
  public CurrentHeap noHeaps() {
    return CurrentHeap.in(shared);
  }

  /** What is live, cached and free, and what the heaps did. */
  public Census census() {
    return census;
  }

  /**
   * Allocates a block.
   *
   * @return its address, or 0 if limit or system refuse
   */
  public long allocate(int sizeClass) {
    StackProbe.ensure();
    Heap heap = enter();
    try {
      long address = heap.popSlowly(sizeClass);
      return address != 0 ? address : refill(heap, sizeClass);
    } finally {
      leave(heap);
    }
  }

  private long refill(Heap heap, int sizeClass) {
    try {
      return slowPath.allocate(heap, sizeClass);
    } finally {
      shared.wakeScavenger();
    }
  }

  /**
   * Frees a block.
   *
   * @param sizeClass the class of the slab it lies in
   * @throws InvalidFreeException if it is no block or free already, so far as that is known, or
   *     some block freed before was
   */
  public void free(int sizeClass, long address) {
    StackProbe.ensure();
    Heap heap = enter();
    try {
      if (!heap.pushSlowly(sizeClass, address)) {
        flush(heap, sizeClass, address);
      }
    } finally {
      leave(heap);
    }
  }

  private void flush(Heap heap, int sizeClass, long address) {
    try {
      slowPath.free(heap, sizeClass, address);
    } finally {
      shared.wakeScavenger();
    }
  }

  /**
   * Frees a block into its slab, past the magazine. To be called after {@link #ensureStack}, and
   * does not do that again: it takes back what an operation did.
   *
   * @throws InvalidFreeException if it is no block or free already, so far as that is known;
   *     nothing changed then
   */
  public void release(int sizeClass, long address) {
    Heap heap = enter();
    try {
      slowPath.release(heap, sizeClass, address);
    } finally {
      leave(heap);
      shared.wakeScavenger();
    }
  }

  /**
   * Frees a block that the caller has just used, into the magazine if that has room, else into its
   * slab. Never flushes others, so that it finds fault with this one only. To be called after
   * {@link #ensureStack}.
   *
   * @throws InvalidFreeException if it is known to be free already; nothing changed then
   */
  public void freeAlone(int sizeClass, long address) {
    Heap heap = enter();
    try {
      if (!heap.pushSlowly(sizeClass, address)) {
        slowPath.release(heap, sizeClass, address);
      }
    } finally {
      leave(heap);
      shared.wakeScavenger();
    }
  }

  /**
   * As {@link #release}, for a thread that is to have no heap of its own for that, such as the
   * scavenger.
   */
  public void releaseByStripe(int sizeClass, long address) {
    requireOpen();
    Heap heap = carriers.stripes().enter(0);
    try {
      slowPath.release(heap, sizeClass, address);
    } finally {
      heap.letGo();
      shared.wakeScavenger();
    }
  }

  /** Has the scavenger, if there is one, do one thing more at each look. */
  public void setChore(Chore chore) {
    if (scavenger != null) {
      scavenger.setChore(chore);
    }
  }

  /**
   * Gives back all that can be given back now.
   *
   * @return the bytes of the pages given back
   */
  public long trim() {
    StackProbe.ensure();
    Heap heap = enter();
    try {
      return reclaimer.everything(heap);
    } finally {
      leave(heap);
      shared.wakeScavenger();
    }
  }

  /**
   * The slab whose block {@code address} is, for the block's holder; else an exception says why.
   */
  public Slab slabOfBlock(long address) {
    Slab slab = shared.slabAt(address);
    if (slab == null || !slab.isBlock(address)) {
      throw new InvalidFreeException(address, InvalidFrees.notABlock(slab, address));
    }
    if (slab.isFree(slab.indexOf(address))) {
      throw new InvalidFreeException(address, InvalidFrees.twice(slab));
    }
    Heap heap = current.fast();
    if (heap != null && heap.isLast(address)) {
      throw new InvalidFreeException(address, InvalidFrees.FREED_LAST);
    }
    return slab;
  }

  /** What to say of an address that is no start of a block, or was freed last. */
  public InvalidFreeException invalidFree(long address) {
    Slab slab = shared.slabAt(address);
    return new InvalidFreeException(
        address,
        slab != null && slab.isBlock(address)
            ? InvalidFrees.FREED_LAST
            : InvalidFrees.notABlock(slab, address));
  }

  /**
   * The thread's heap, or that of a carrier or a stripe, which the caller leaves again. The table
   * is asked first, as the way past it costs a full fence.
   */
  private Heap enter() {
    requireOpen();
    Heap heap = current.fast();
    if (heap != null) {
      return heap;
    }
    return Thread.currentThread().isVirtual() ? carriers.enter() : current.attached();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this allocator is closed");
    }
  }

  private void leave(Heap heap) {
    if (Thread.currentThread().isVirtual()) {
      carriers.leave(heap);
    }
  }

  /** Makes sure of the stack, before an operation that takes several steps. */
  public void ensureStack() {
    StackProbe.ensure();
  }

  /** To be called after pages became free. */
  public void memoryFreed() {
    shared.wakeScavenger();
  }

  /** Ends the scavenger and makes all later calls fail. */
  @Override
  public void close() {
    closed = true;
    current.withdrawAll();
    if (scavenger != null) {
      scavenger.stop();
    }
  }
}
