package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.arena.BlockSource;
import org.hakmem.internal.arena.Generations;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.heap.CurrentHeap;
import org.hakmem.internal.heap.SmallAllocator;
import org.hakmem.internal.memory.NativeMemory;
import org.hakmem.internal.memory.OsMemories;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.memory.RawMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.LargeBlock;
import org.hakmem.internal.superslab.LargeBlocks;
import org.hakmem.internal.superslab.PageMap;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Hakmem} puts together: blocks in slabs, large blocks, the limit, and the memory
 * below.
 */
class Engine implements BlockSource {

  private final OsMemory os;
  private final RawMemory raw;
  private final Budget budget;
  private final SuperslabPool pool;
  private final PageMap pageMap;
  private final LargeBlocks large;
  private final SmallAllocator small;
  private final Generations generations;
  private final AtomicBoolean closed = new AtomicBoolean();

  Engine(HakmemConfig config, OsMemory os) {
    this.os = os;
    this.raw = new RawMemory(os);
    this.budget = new Budget(config.maxBytes());
    this.pool = new SuperslabPool(os, budget);
    this.pageMap = PageMap.of(os.windowBase(), os.windowBytes());
    this.large = new LargeBlocks(pool, os, budget);
    this.small = new SmallAllocator(config, os, pool, pageMap);
    this.generations = ArenaParts.generations(config, this);
    small.setChore(generations);
  }

  static Engine open(HakmemConfig config) {
    Prelink.begin();
    OsMemory os =
        OsMemories.open(config.reservationBytes(), config.hugePages(), config.portableMemory());
    return over(config, os);
  }

  /** One over {@code os}, which is closed if that fails. */
  static Engine over(HakmemConfig config, OsMemory os) {
    Engine engine;
    try {
      Preload.classes();
      boolean records = config.safety() == Safety.CHECKED || config.guardSample() > 0;
      engine = records ? CheckedEngine.of(config, os) : new Engine(config, os);
    } catch (Throwable t) { // there may be no Java heap for the maps
      os.close();
      throw t;
    }
    try {
      OpenEngines.add(engine);
    } catch (Throwable t) { // nor for the entry
      engine.close();
      throw t;
    }
    return engine;
  }

  SmallAllocator small() {
    return small;
  }

  /** What the fast paths look threads up in. */
  CurrentHeap fastHeaps() {
    return small.current();
  }

  /** What the fast paths look addresses up in. */
  PageMap pageMap() {
    return pageMap;
  }

  /** Batched arenas. */
  Generations generations() {
    return generations;
  }

  /** Whether blocks can be bound to arenas of the JDK. */
  boolean bindsBlocks() {
    return os instanceof NativeMemory;
  }

  /** Whether it was closed. */
  boolean isClosed() {
    return closed.get();
  }

  OsMemory os() {
    return os;
  }

  Budget budget() {
    return budget;
  }

  private Events events() {
    return pool.events();
  }

  /** The number by which events tell of this allocator. */
  int number() {
    return events().allocator();
  }

  /** The limit in bytes. */
  long limit() {
    return budget.limit();
  }

  void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this allocator is closed");
    }
  }

  /** Allocates in the given class, or if that is none as a large block. */
  long allocate(long bytes, int sizeClass, long alignment) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    long address = tryAllocate(bytes, sizeClass, alignment);
    if (address == 0) {
      generations.endIdle();
      small.trim();
      address = tryAllocate(bytes, sizeClass, alignment);
      events().limitReached(bytes, budget.spent(), budget.limit(), address == 0);
    }
    if (address == 0) {
      throw Refusals.outOfMemory(bytes, budget);
    }
    return address;
  }

  private long tryAllocate(long bytes, int sizeClass, long alignment) {
    if (sizeClass >= 0) {
      return small.allocate(sizeClass);
    }
    requireOpen();
    small.ensureStack();
    LargeBlock block = large.allocate(Math.max(bytes, 1), alignment);
    if (block == null) {
      return 0;
    }
    events().allocationSample(block.bytes(), block.bytes());
    return block.address();
  }

  void free(long address, int sizeClass) {
    requireOpen();
    if (address == 0) {
      return;
    }
    if (sizeClass >= 0) {
      small.free(sizeClass, address);
    } else {
      freeLarge(address);
    }
  }

  private void freeLarge(long address) {
    small.ensureStack();
    if (!large.free(largeBlock(address))) {
      throw new InvalidFreeException(address, "freed twice");
    }
    small.memoryFreed();
  }

  private LargeBlock largeBlock(long address) {
    LargeBlock block = large.find(address);
    if (block == null) {
      throw small.invalidFree(address);
    }
    if (block.address() != address) {
      throw new InvalidFreeException(
          address,
          "inside a block of "
              + block.bytes()
              + " bytes, "
              + (address - block.address())
              + " bytes after its start");
    }
    return block;
  }

  long usableSize(long address) {
    requireOpen();
    return pageMap.classAt(address) >= 0
        ? small.slabOfBlock(address).blockBytes()
        : largeBlock(address).bytes();
  }

  /**
   * Resizes a block, in place or by moving it.
   *
   * @return its address
   */
  long resize(long address, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    requireOpen();
    small.ensureStack();
    return pageMap.classAt(address) >= 0
        ? resizeSmall(address, bytes)
        : resizeLarge(largeBlock(address), bytes);
  }

  private long resizeSmall(long address, long bytes) {
    Slab slab = small.slabOfBlock(address);
    // Half a block or less is worth a move, to a smaller one: otherwise a shrunk block would waste
    // what it gave up.
    boolean fits = bytes <= slab.blockBytes() && bytes > slab.blockBytes() / 2;
    if (fits || SizeClasses.of(bytes) == slab.sizeClass()) {
      return address;
    }
    long moved = allocate(bytes, SizeClasses.of(bytes), 1);
    try {
      raw.copy(address, moved, Math.min(slab.blockBytes(), bytes));
      small.freeAlone(slab.sizeClass(), address);
    } catch (Throwable t) { // another thread freed it meanwhile
      release(moved);
      throw t;
    }
    return moved;
  }

  private long resizeLarge(LargeBlock block, long bytes) {
    LargeBlock resized = bytes > SizeClasses.MOST_BYTES ? large.resize(block, bytes) : null;
    long address = resized == null ? move(block, bytes) : resized.address();
    small.memoryFreed();
    return address;
  }

  private long move(LargeBlock block, long bytes) {
    if (!large.take(block)) { // first, so that nobody unmaps it under the copy
      throw new InvalidFreeException(block.address(), "freed twice");
    }
    long moved = 0;
    try {
      moved = allocate(bytes, SizeClasses.of(bytes), 1);
      raw.copy(block.address(), moved, Math.min(block.bytes(), bytes));
    } catch (Throwable t) {
      large.putBack(block);
      if (moved != 0) {
        release(moved);
      }
      throw t;
    }
    large.release(block);
    return moved;
  }

  /**
   * Frees a block past the magazines: finds out what is wrong with it, and with no other. With room
   * on the stack.
   */
  void release(long address) {
    int sizeClass = pageMap.classAt(address);
    if (sizeClass >= 0) {
      small.release(sizeClass, address);
    } else {
      large.free(largeBlock(address));
    }
  }

  @Override
  public void wakeScavenger() {
    small.memoryFreed();
  }

  @Override
  public void ensureStack() {
    small.ensureStack();
  }

  @Override
  public long allocate(long bytes, long alignment) {
    return allocate(bytes, SizeClasses.of(bytes, alignment), alignment);
  }

  @Override
  public boolean isZero(long address) {
    LargeBlock block = pageMap.classAt(address) >= 0 ? null : large.find(address);
    return block != null && block.zeroed();
  }

  /** Past the magazines, and without a heap for the calling thread, which may be the scavenger. */
  @Override
  public void free(long address) {
    if (closed.get()) {
      return;
    }
    int sizeClass = pageMap.classAt(address);
    if (sizeClass < 0) {
      freeLarge(address);
    } else {
      small.releaseByStripe(sizeClass, address);
    }
  }

  /** Zeroes a block just allocated, but for memory that the system gave as zero. */
  long zeroed(long address, long bytes) {
    if (!isZero(address)) {
      raw.zero(address, bytes);
    }
    return address;
  }

  MemorySegment segment(long address, long bytes) {
    return raw.segment(address, bytes);
  }

  /** A segment for the program over a block just allocated. */
  MemorySegment scoped(long address, long bytes) {
    return segment(address, bytes);
  }

  /** What to throw for a segment at {@code address} whose scope has ended. */
  InvalidFreeException ended(long address) {
    return new InvalidFreeException(address, "the segment's scope has ended");
  }

  /** What is known of the block at or around {@code address}. */
  String describe(long address) {
    return Refusals.notRecorded(address);
  }

  long trim() {
    requireOpen();
    generations.endIdle();
    return small.trim();
  }

  HakmemStats stats() {
    requireOpen();
    return stats(os.residentBytes());
  }

  /** The statistics, with resident bytes as given: to ask for them takes long. */
  HakmemStats stats(long residentBytes) {
    return Snapshot.of(
        small.census(),
        pool,
        large,
        budget,
        generations.quarantine(),
        os.reservedBytes(),
        residentBytes);
  }

  /** The first fault found in a quiet allocator, or null. */
  @Nullable String firstFault() {
    return small.census().firstFault();
  }

  void close() {
    small.ensureStack();
    if (!closed.get()) {
      generations.close();
      beforeUnmap();
    }
    if (closed.compareAndSet(false, true)) {
      small.close();
      os.close();
      OpenEngines.remove(this);
    }
  }

  /**
   * What is to be done when all arenas of generations have ended and the memory is still mapped.
   */
  void beforeUnmap() {}
}
