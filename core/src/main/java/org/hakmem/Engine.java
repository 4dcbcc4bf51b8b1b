package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.arena.Generations;
import org.hakmem.internal.checked.Room;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.heap.CurrentHeap;
import org.hakmem.internal.heap.OpenArenas;
import org.hakmem.internal.heap.SmallAllocator;
import org.hakmem.internal.memory.OsMemories;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.memory.RawMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.LargeBlock;
import org.hakmem.internal.superslab.LargeBlocks;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Hakmem} puts together: blocks in slabs, large blocks, the limit, and the memory
 * below.
 */
class Engine {

  private final OsMemory os;
  private final RawMemory raw;
  private final Budget budget;
  private final SuperslabPool pool;
  private final BlockStates states;
  private final LargeBlocks large;
  private final SmallAllocator small;
  private final LastResort lastResort;
  private final Resizing resizing;
  private final OpenArenas arenas;
  private final ArenaBlocks arenaBlocks;
  private final Generations generations;
  private final AtomicBoolean closed = new AtomicBoolean();

  Engine(HakmemConfig config, OsMemory os) {
    this.os = os;
    this.raw = new RawMemory(os);
    this.budget = new Budget(config.maxBytes());
    this.pool = new SuperslabPool(os, budget);
    this.states = BlockStates.of(os, BlockStates.firstTracked(config.safety() != Safety.FAST));
    this.large = new LargeBlocks(pool, os, budget);
    this.small = new SmallAllocator(config, os, pool, states);
    this.lastResort = new LastResort(this, new Scarcity(os, budget, pool));
    this.resizing = new Resizing(this, small, large, raw);
    this.arenas = small.arenas();
    this.arenaBlocks = new ArenaBlocks(this);
    this.generations = ArenaParts.generations(config, this);
    small.setChore(generations);
  }

  static Engine open(HakmemConfig config) {
    StartHeap.ensure();
    Prelink.begin();
    OsMemory os =
        OsMemories.open(config.windowBytes(), config.hugePages(), config.portableMemory());
    Engine engine = over(config, os);
    StartHeap.passed();
    return engine;
  }

  /** One over {@code os}, which is closed if that fails; nothing is left of it then. */
  static Engine over(HakmemConfig config, OsMemory os) {
    try {
      Preload.classes();
      boolean records = config.safety() == Safety.CHECKED || config.guardSample() > 0;
      Engine engine = records ? CheckedEngine.of(config, os) : new Engine(config, os);
      OpenEngines.add(engine);
      KnownVm.logIfUnknown(config);
      engine.small.start(); // last, as it throws nothing: a failure would leave the thread
      return engine;
    } catch (Throwable t) { // there may be no Java heap for the maps
      os.close();
      throw t;
    }
  }

  /** The allocator over this one, which is closed if there is no Java heap for it. */
  Hakmem newHakmem() {
    try {
      return new Hakmem(this);
    } catch (OutOfMemoryError e) {
      discard();
      throw e;
    }
  }

  SmallAllocator small() {
    return small;
  }

  /** Returns what the fast paths look threads up in. */
  CurrentHeap fastHeaps() {
    return small.current();
  }

  /** Returns what the fast paths look addresses up in. */
  BlockStates fastStates() {
    return states;
  }

  /** Returns the count of open confined and shared arenas. */
  OpenArenas arenas() {
    return arenas;
  }

  /** Returns where arenas take their memory from. */
  ArenaBlocks arenaBlocks() {
    return arenaBlocks;
  }

  Generations generations() {
    return generations;
  }

  /** Whether blocks can be bound to arenas of the JDK. */
  boolean bindsBlocks() {
    return os.bindsToArenas();
  }

  /** Whether the memory is unmapped, or about to be. */
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
      throw Refusals.closed();
    }
  }

  /** Allocates in the given class, or if that is none as a large block. */
  long allocate(long bytes, int sizeClass, long alignment) {
    Refusals.requireSize(bytes);
    long address = tryAllocate(bytes, sizeClass, alignment);
    return address != 0
        ? address
        : lastResort.allocate(bytes, new LastResort.Allocation(this, bytes, sizeClass, alignment));
  }

  /** Returns what repeats an attempt that was refused. */
  final LastResort lastResort() {
    return lastResort;
  }

  /**
   * Gives back what can be given back, and returns the bytes. Not within the gate: actions of the
   * program's may run, which may close this.
   */
  long makeRoom() {
    generations.endIdle();
    small.gate().enter();
    try {
      large.unmapStuck();
      return small.trim();
    } finally {
      small.gate().leave();
    }
  }

  /** Allocates as {@link #allocate}; returns 0 if limit or system refuse. */
  long tryAllocate(long bytes, int sizeClass, long alignment) {
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

  /** Frees a block. */
  void freeBlock(long address) {
    requireOpen();
    if (address == 0) {
      return;
    }
    if (small.has(address)) {
      small.free(address);
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
      throw Refusals.inside(block.address(), block.bytes(), address);
    }
    return block;
  }

  long usableSize(long address) {
    requireOpen();
    return small.has(address)
        ? small.slabOfBlock(address).blockBytes()
        : largeBlock(address).bytes();
  }

  /**
   * Resizes a block, in place or by moving it.
   *
   * @return its address, a multiple of {@code alignment}
   */
  long resize(long address, long bytes, long alignment) {
    Refusals.requireSize(bytes);
    requireOpen();
    small.ensureStack();
    return small.has(address)
        ? resizing.ofSmall(address, bytes, alignment)
        : resizing.ofLarge(largeBlock(address), bytes, alignment);
  }

  /**
   * Frees a block that the caller has just allocated and nobody else has seen, as what it was for
   * failed. Throws nothing that would hide why. With room on the stack.
   */
  void takeBack(long address) {
    try {
      if (small.has(address)) {
        small.freeWithStack(address);
      } else {
        large.free(largeBlock(address));
      }
    } catch (OutOfMemoryError e) { // the block is lost
    }
  }

  void wakeScavenger() {
    small.memoryFreed();
  }

  void ensureStack() {
    small.ensureStack();
  }

  /** Whether each request of an arena is to have a block of its own, to be checked by itself. */
  boolean givesOwnBlocks() {
    return false;
  }

  /** Whether a block just allocated is all zero, for the price of asking. */
  boolean isZero(long address) {
    LargeBlock block = small.has(address) ? null : large.find(address);
    return block != null && block.zeroed();
  }

  /**
   * Frees a block past the magazines, and without a heap for the calling thread, which may be the
   * scavenger. Within the gate.
   */
  void release(long address) {
    if (small.has(address)) {
      small.releaseByStripe(address);
    } else {
      freeLarge(address);
    }
  }

  RawMemory raw() {
    return raw;
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
    return makeRoom();
  }

  HakmemUsage usage() {
    requireOpen();
    return new HakmemUsage(small.slabBytes() + large.bytes(), budget.spent(), budget.limit());
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
        small.scavengerHealth(),
        os.reservedBytes(),
        residentBytes);
  }

  /** The first fault found in a quiet allocator, or null. */
  @Nullable String firstFault() {
    return small.census().firstFault();
  }

  void close() {
    Room.ensure(); // what is begun here can't be repeated
    if (!closed.get()) {
      endArenas();
    }
    discard();
  }

  /** Requires that no confined or shared arena is open, and ends all others. */
  private void endArenas() {
    arenas.seal();
    boolean ended = false;
    try {
      endScopes(); // first, as it may be refused: no arena has ended then
      generations.close();
      beforeUnmap();
      ended = true;
    } finally {
      if (!ended) {
        arenas.unseal();
      }
    }
  }

  /** Closes one without batched arenas. Needs no Java heap. */
  void discard() {
    if (closed.compareAndSet(false, true)) {
      small.close();
      os.close();
      OpenEngines.remove(this);
    }
  }

  /** Ends the segments that have scopes of their own; throws if native code has one. */
  void endScopes() {}

  /** What is to be done when all arenas have ended, before the memory is unmapped. */
  void beforeUnmap() {}
}
