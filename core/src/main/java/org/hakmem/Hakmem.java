package org.hakmem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.hakmem.internal.heap.CurrentHeap;
import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * A general-purpose allocator of off-heap memory: blocks of any size, allocated by one thread and
 * freed by any other.
 *
 * <p>All methods may be called by any thread, platform or virtual, at any time. Sizes are in bytes.
 * An address is the block's first byte, never 0, and a multiple of 16; the memory's contents are
 * undefined unless said otherwise. What a block's holder does with its memory is not checked: only
 * {@link #allocate} returns memory with bounds.
 *
 * <p>{@link #shared()} is for most programs. {@link #create} makes an independent instance with a
 * limit of its own, which can be closed as a whole.
 *
 * {@snippet file="HakmemSnippetsTest.java" region="example"}
 */
public final class Hakmem implements SegmentAllocator, AutoCloseable {

  /** Has no parts of its own: they are in {@link Shared}, and made when it is first used. */
  private static final Hakmem SHARED = new Hakmem();

  /**
   * The parts of the shared instance. In static fields, so that compiled code knows them, and what
   * is in them, as constants. A failure here would be for ever, so the engine is made before.
   */
  private static final class Shared {
    static final Engine ENGINE = SharedEngine.made();
    static final CurrentHeap CURRENT = ENGINE.fastHeaps();
    static final BlockStates STATES = ENGINE.fastStates();

    private Shared() {}
  }

  /** Initialises {@link Shared}; for {@link SharedEngine}. */
  static Engine sharedEngine() {
    return Shared.ENGINE;
  }

  /** Whether {@link Shared} is initialised. A benign race: it can be made only once. */
  private static boolean sharedMade;

  private static final long MOST_ALIGNMENT = 1L << 30;

  private final @Nullable Engine engine;
  private final @Nullable CurrentHeap current;
  private final @Nullable BlockStates states;

  private Hakmem() {
    engine = null;
    current = null;
    states = null;
  }

  Hakmem(Engine engine) {
    this.engine = engine;
    this.current = engine.fastHeaps();
    this.states = engine.fastStates();
  }

  /**
   * The process-wide instance, configured by the system properties {@code org.hakmem.*} (see {@link
   * HakmemConfig}). It is made by the first call that succeeds and can't be closed.
   *
   * @throws IllegalArgumentException if a property has a bad value; the message names it
   * @throws OutOfMemoryError if there is not enough Java heap, or the system refuses the address
   *     space; a later call tries again
   */
  public static Hakmem shared() {
    if (!sharedMade) {
      EmptyStack.call(new SharedEngine());
      sharedMade = true;
    }
    return SHARED;
  }

  /**
   * Makes an independent instance.
   *
   * @throws OutOfMemoryError if the system refuses the address space
   */
  public static Hakmem create(HakmemConfig config) {
    return EmptyStack.call(() -> Engine.open(config).newHakmem());
  }

  /** For tests: an instance over memory of their own making, which may fail. */
  static Hakmem create(HakmemConfig config, OsMemory os) {
    return Engine.over(config, os).newHakmem();
  }

  /**
   * Allocates a block of at least {@code byteSize} bytes; 0 gives a block of its own too.
   *
   * @return its address, a multiple of 16
   * @throws IllegalArgumentException if {@code byteSize} is negative
   * @throws OutOfMemoryError if the limit is reached or the system refuses, and giving back all
   *     that is free did not help
   * @throws IllegalStateException if this allocator is closed
   */
  public long malloc(long byteSize) {
    int sizeClass = SizeClasses.of(byteSize);
    if (sizeClass >= 0) {
      Heap heap = current().fast();
      if (heap != null) {
        BlockStates states = states();
        long address = heap.takeLast(sizeClass, states);
        if (address != 0) {
          return address;
        }
        address = heap.pop(sizeClass, states);
        if (address != 0) {
          return address;
        }
      } else if (Thread.currentThread().isVirtual()) {
        long address = current().carriers().pop(sizeClass);
        if (address != 0) {
          return address;
        }
      }
    }
    return engine().allocate(byteSize, sizeClass, 1);
  }

  /**
   * Allocates a block of at least {@code byteSize} bytes at a multiple of {@code byteAlignment}.
   *
   * @param byteAlignment any power of two up to 1 GiB
   * @return its address, a multiple of 16 too
   * @throws IllegalArgumentException if {@code byteSize} is negative or the alignment is none of
   *     these
   * @throws OutOfMemoryError as {@link #malloc(long)}
   * @throws IllegalStateException if this allocator is closed
   */
  public long malloc(long byteSize, long byteAlignment) {
    if (byteAlignment <= 16 && Long.bitCount(byteAlignment) == 1 && byteAlignment > 0) {
      return malloc(byteSize);
    }
    if (Long.bitCount(byteAlignment) != 1 || byteAlignment < 0 || byteAlignment > MOST_ALIGNMENT) {
      throw new IllegalArgumentException(
          "alignment " + byteAlignment + ": must be a power of two from 1 to " + MOST_ALIGNMENT);
    }
    int sizeClass = byteSize < 0 ? SizeClasses.NONE : SizeClasses.of(byteSize, byteAlignment);
    return engine().allocate(byteSize, sizeClass, byteAlignment);
  }

  /**
   * Allocates a block of at least {@code byteSize} bytes, of which these are zero.
   *
   * @return its address, a multiple of 16
   * @throws IllegalArgumentException if {@code byteSize} is negative
   * @throws OutOfMemoryError as {@link #malloc(long)}
   * @throws IllegalStateException if this allocator is closed
   */
  public long calloc(long byteSize) {
    engine().ensureStack();
    return FreshBlock.zeroed(engine(), malloc(byteSize), byteSize);
  }

  /**
   * Resizes a block, in place where its class or the pages behind it allow it. The first bytes, as
   * many as both sizes have, are as they were. To make a block smaller never lacks memory.
   *
   * @param address a block, or 0, which allocates one
   * @return the address of the resized block; if it is another, the old block is free
   * @throws IllegalArgumentException if {@code newByteSize} is negative
   * @throws InvalidFreeException as {@link #free(long)}
   * @throws OutOfMemoryError as {@link #malloc(long)}; the old block is untouched then
   * @throws IllegalStateException if this allocator is closed
   */
  public long realloc(long address, long newByteSize) {
    return address == 0 ? malloc(newByteSize) : engine().resize(address, newByteSize);
  }

  /**
   * Frees a block; 0 does nothing.
   *
   * @param address a live block of this allocator, or 0
   * @throws InvalidFreeException if the address is not a live block, as far as {@link
   *     HakmemConfig#safety()} tells; nothing has changed then. No call throws it for another's
   *     mistake
   * @throws IllegalStateException if this allocator is closed
   */
  public void free(long address) {
    BlockStates states = states();
    int sizeClass = states.liveClass(address);
    if (sizeClass >= 0) {
      Heap heap = current().fast();
      if (heap != null
          ? heap.push(sizeClass, address, states)
          : Thread.currentThread().isVirtual() && current().carriers().push(sizeClass, address)) {
        return;
      }
    }
    engine().freeBlock(address);
  }

  /**
   * Returns how many bytes of a block may be used: at least as many as were asked for.
   *
   * @param address a live block of this allocator
   * @throws InvalidFreeException as {@link #free(long)}
   */
  public long usableSize(long address) {
    return engine().usableSize(address);
  }

  /**
   * Allocates a block and returns a segment of exactly {@code byteSize} bytes over it,
   * uninitialised. It may be accessed by any thread, until it is freed by {@link
   * #free(MemorySegment)}; what is accessed after that is not checked.
   *
   * @param byteAlignment any power of two up to 1 GiB
   * @throws IllegalArgumentException as {@link #malloc(long, long)}
   * @throws OutOfMemoryError as {@link #malloc(long)}
   * @throws IllegalStateException if this allocator is closed
   */
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    engine().ensureStack();
    return FreshBlock.segment(engine(), malloc(byteSize, byteAlignment), byteSize);
  }

  /**
   * Resizes the block that begins where {@code segment} does, as {@link #realloc}, and returns a
   * segment of exactly {@code newByteSize} bytes over it, for use as one of {@link #allocate}'s.
   * What is beyond the old bytes is uninitialised. The old segment is not to be used any more.
   *
   * @param segment one that {@link #allocate} or this method returned, or one with the same address
   * @throws IllegalArgumentException if the segment is not off-heap, or the size is negative
   * @throws InvalidFreeException as {@link #realloc}
   * @throws OutOfMemoryError as {@link #malloc(long)}; the old block is untouched then
   * @throws IllegalStateException if this allocator is closed
   */
  public MemorySegment reallocate(MemorySegment segment, long newByteSize) {
    long address = Segments.address(segment, engine());
    engine().ensureStack();
    HeapReserve reserve = new HeapReserve();
    return FreshBlock.resized(engine(), realloc(address, newByteSize), newByteSize, reserve);
  }

  /**
   * Frees the block that begins where {@code segment} does.
   *
   * @param segment one that {@link #allocate} returned, or one with the same address
   * @throws IllegalArgumentException if the segment is not off-heap
   * @throws InvalidFreeException as {@link #free(long)}
   * @throws IllegalStateException if this allocator is closed
   */
  public void free(MemorySegment segment) {
    free(Segments.address(segment, engine()));
  }

  /**
   * Returns what is recorded of the block that {@code address} lies in or beside: its size, its
   * state and the stacks that allocated and freed it. Blocks are recorded if they are {@linkplain
   * Safety#CHECKED checked} or {@linkplain HakmemConfig#guardSample() guarded}.
   */
  public String describe(long address) {
    return engine().describe(address);
  }

  /**
   * Makes an arena for the calling thread, platform or virtual, as {@link Arena#ofConfined()} does.
   * Its close frees its memory. While it is open, this allocator can't be {@linkplain #close()
   * closed}.
   *
   * @throws IllegalStateException if this allocator is closed
   */
  public HakmemArena newConfinedArena() {
    return ArenaParts.confined(this, engine(), this != SHARED);
  }

  /**
   * Makes an arena for all threads, as {@link Arena#ofShared()} does. Any of them may allocate in
   * it at any time and close it. Its close takes a handshake with all threads, tens of
   * microseconds, and frees its memory. While it is open, this allocator can't be {@linkplain
   * #close() closed}.
   *
   * @throws IllegalStateException if this allocator is closed
   */
  public HakmemArena newSharedArena() {
    return ArenaParts.shared(engine());
  }

  /**
   * Makes an arena for all threads whose close takes some nanoseconds: many such arenas, of a
   * <i>generation</i>, share one arena of the JDK, and one handshake ends them all.
   *
   * <p><b>What is guaranteed.</b> After an arena is closed, {@code allocate} on it throws {@link
   * IllegalStateException} at once, as a second close does. A late access to one of its segments
   * finds the arena's own memory, as it was left, or throws {@link IllegalStateException}; it never
   * reaches memory that was allocated again, or unmapped. That it throws is sure only once the
   * generation has ended; until then the segments' scope {@linkplain
   * java.lang.foreign.MemorySegment.Scope#isAlive() is alive}, and clean-up actions that were
   * registered with it have not run (they run in whichever thread ends the generation).
   *
   * <p><b>When a generation ends.</b> No more arenas join it after {@link
   * HakmemConfig#batchArenas()}, or after it holds its share of {@link HakmemConfig#batchBytes()},
   * or is {@link HakmemConfig#batchMillis()} old. From then on it ends when its last arena is
   * closed, by that call. Its age is looked at by the scavenger, or if that looks more rarely, or
   * there is none, by calls of this method. {@link #trim()} ends each generation without an open
   * arena, and so does an allocation that finds no memory. While a call of native code has one of
   * the segments the end is put off, and tried again when another generation begins, by the
   * scavenger and by {@link #trim()}; the close of an arena is never refused for that.
   *
   * <p><b>How much waits.</b> Closed arenas' memory that waits for the end of a generation is
   * bounded by {@link HakmemConfig#batchBytes()}. An arena that stays open holds back its
   * generation, and no other. While the bound is reached for that reason, each new arena is a
   * generation of its own, whose close takes the handshake. Above the bound there can only be what
   * arenas leave when they are closed that were open when it was reached. {@link
   * HakmemStats#quarantine()} tells how much there is, and what of it something holds back.
   *
   * @throws IllegalStateException if this allocator is closed
   */
  public HakmemArena newBatchedArena() {
    return ArenaParts.batched(engine());
  }

  /**
   * What this allocator holds and did. Looks at every slab and at the system's table of mappings:
   * for monitoring, not for a hot loop.
   *
   * @throws IllegalStateException if this allocator is closed
   */
  public HakmemStats stats() {
    return engine().stats();
  }

  /**
   * Gives back to the operating system all that can be given back now: what closed batched arenas
   * left and can be released, what the calling thread caches, what threads cache that ended or are
   * outside of the allocator, and all free pages.
   *
   * @return the bytes of the pages given back
   * @throws IllegalStateException if this allocator is closed
   */
  public long trim() {
    return engine().trim();
  }

  /**
   * Unmaps all memory of a created instance, the blocks in use too; no other thread may use it
   * meanwhile, but to ask for {@link #stats()} or {@link #trim()}, as management consoles do, or to
   * close an arena. Later calls throw {@link IllegalStateException}; closing again does nothing. A
   * clean-up action of a batched arena may call this.
   *
   * <p>Confined and shared arenas have to be closed first: their segments could not be accessed
   * safely any more. An open one prevents the close, with or without memory; also one that can't be
   * closed because its thread has ended. Batched arenas are ended by this call, the open ones too.
   * With {@linkplain HakmemConfig#portableMemory() portable memory} arenas have the JDK's memory,
   * which outlives the allocator, so that none prevents the close. Segments of {@link #allocate}
   * are not checked, and must not be accessed afterwards.
   *
   * <p>A thread that opens an arena at the same time gets an {@link IllegalStateException}, or this
   * call does: no arena's memory is unmapped while the arena is open.
   *
   * @throws IllegalStateException if confined or shared arenas are open (the message says how
   *     many), and nothing has changed; or if a segment of a batched arena is in use by a call of
   *     native code, and the allocator is still open, though some batched arenas may have been
   *     ended
   * @throws UnsupportedOperationException if this is the shared instance
   */
  @Override
  public void close() {
    if (this == SHARED) {
      throw new UnsupportedOperationException("the shared allocator can't be closed");
    }
    engine().close();
  }

  /** Says the number by which flight recorder events tell of this allocator. */
  @Override
  public String toString() {
    return "hakmem " + engine().number();
  }

  /** The machinery. */
  Engine engine() {
    return engine == null ? Shared.ENGINE : engine;
  }

  private CurrentHeap current() {
    return this == SHARED || current == null ? Shared.CURRENT : current;
  }

  private BlockStates states() {
    return this == SHARED || states == null ? Shared.STATES : states;
  }
}
