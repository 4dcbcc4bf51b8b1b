package org.hakmem.internal.heap;

import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
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
  private final OpenArenas arenas;
  private final SlowPath slowPath;
  private final Reclaimer reclaimer;
  private final Census census;
  private final @Nullable Scavenger scavenger;
  private volatile boolean closed;

  /** An allocator over {@code pool}, whose scavenger {@link #start} starts. */
  public SmallAllocator(HakmemConfig config, OsMemory os, SuperslabPool pool, BlockStates states) {
    shared = new SmallBlocks(config, os, pool, states);
    current = CurrentHeap.in(shared);
    carriers = current.carriers();
    arenas = new OpenArenas(shared.registry());
    slowPath = new SlowPath(shared);
    reclaimer = new Reclaimer(shared, slowPath, new IdleHeaps(current), carriers);
    census = new Census(shared);
    scavenger = config.scavenger() ? new Scavenger(shared, reclaimer) : null;
    if (scavenger == null && os.canPurge()) {
      shared.setWakeScavenger(new PassingPurge(pool, config.purgeDelayMillis(), shared.reclaims()));
    }
  }

  /** Starts the scavenger if the configuration says so. Throws nothing. */
  public void start() {
    if (scavenger != null) {
      scavenger.start();
    }
  }

  /** What the fast paths look threads up in. */
  public CurrentHeap current() {
    return current;
  }

  /** Returns the count of arenas that keep the allocator from being closed. */
  public OpenArenas arenas() {
    return arenas;
  }

  /** A table that no thread's heap is ever entered into, so that each call goes the slow way. */
  public CurrentHeap noHeaps() {
    return CurrentHeap.in(shared);
  }

  /** Bytes of all slabs, by counters. */
  public long slabBytes() {
    return shared.slabBytes();
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
      long address = slowPath.cached(heap, sizeClass);
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
   * Frees a block that lies in a slab.
   *
   * @throws InvalidFreeException if it is not a live block; nothing changed then
   */
  public void free(long address) {
    StackProbe.ensure();
    freeWithStack(address);
  }

  /** As {@link #free}, to be called after {@link #ensureStack}, which it does not do again. */
  public void freeWithStack(long address) {
    Heap heap = enter();
    try {
      int sizeClass = shared.states().liveClass(address);
      if (sizeClass == SizeClasses.NONE || !heap.push(sizeClass, address, shared.states())) {
        flush(heap, address);
      }
    } finally {
      leave(heap);
    }
  }

  private void flush(Heap heap, long address) {
    try {
      slowPath.free(heap, address);
    } finally {
      shared.wakeScavenger();
    }
  }

  /**
   * Frees a block into its slab, past the magazine. To be called after {@link #ensureStack}, and
   * does not do that again: it takes back what an operation did.
   *
   * @throws InvalidFreeException if it is not a live block; nothing changed then
   */
  public void release(long address) {
    Heap heap = enter();
    try {
      slowPath.release(heap, address);
    } finally {
      leave(heap);
      shared.wakeScavenger();
    }
  }

  /**
   * As {@link #release}, for a thread that is to have no heap of its own for that, such as the
   * scavenger. Within the gate, so it does not ask whether this allocator is about to be closed.
   */
  public void releaseByStripe(long address) {
    Heap heap = carriers.stripes().enter(0);
    try {
      slowPath.release(heap, address);
    } finally {
      heap.letGo();
      shared.wakeScavenger();
    }
  }

  /** Who gives memory back now. */
  public Reclaims reclaims() {
    return shared.reclaims();
  }

  /**
   * Whether threads other than the current one may cache free blocks. To a virtual thread its own
   * are another's too.
   */
  public boolean othersCache() {
    Heap own = current.fast();
    for (Heap heap : shared.registry().all()) {
      if (heap != own && heap.isInUse()) {
        return true;
      }
    }
    return false;
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
   * Returns the slab whose live block begins at {@code address}, for the block's holder.
   *
   * @throws InvalidFreeException if there is no such block, as far as can be known
   */
  public Slab slabOfBlock(long address) {
    return shared.requireLive(current.fast(), address);
  }

  /**
   * Whether {@code address} lies in a slab; for the holder of a live block there, or as a guess.
   */
  public boolean has(long address) {
    return shared.slabAt(address) != null;
  }

  /** Says what is wrong with an address that is not a live block. */
  public InvalidFreeException invalidFree(long address) {
    return shared.invalidFree(address);
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

  /** How the scavenger is. */
  public HakmemStats.Scavenger scavengerHealth() {
    return scavenger == null ? new HakmemStats.Scavenger(false, 0, 0, 0) : scavenger.health();
  }

  /** What those pass who touch memory without being the allocator's users. */
  public OpenGate gate() {
    return shared.gate();
  }

  /**
   * Ends the scavenger and makes all later calls fail. When it returns, nobody touches memory who
   * is not one of the allocator's users. Not to be called within the gate.
   */
  @Override
  public void close() {
    closed = true;
    current.withdrawAll();
    if (scavenger != null) {
      scavenger.stop();
    }
    shared.gate().close();
    for (Heap heap : shared.registry().all()) {
      heap.dropBatch();
    }
  }
}
