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
 * <p>Once an instance is closed, all but {@link #close} and {@link #toString} throw {@link
 * IllegalStateException}.
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
   */
  public long malloc(long byteSize, long byteAlignment) {
    if (byteAlignment <= 16 && Long.bitCount(byteAlignment) == 1 && byteAlignment > 0) {
      return malloc(byteSize);
    }
    Refusals.requireAlignment(byteAlignment);
    int sizeClass = byteSize < 0 ? SizeClasses.NONE : SizeClasses.of(byteSize, byteAlignment);
    return engine().allocate(byteSize, sizeClass, byteAlignment);
  }

  /**
   * Allocates a block of at least {@code byteSize} bytes, of which these are zero.
   *
   * @return its address, a multiple of 16
   * @throws IllegalArgumentException if {@code byteSize} is negative
   * @throws OutOfMemoryError as {@link #malloc(long)}
   */
  public long calloc(long byteSize) {
    engine().ensureStack();
    return FreshBlock.zeroed(engine(), malloc(byteSize), byteSize);
  }

  /** Allocates a zeroed block for {@code count} elements, as {@link #calloc(long, long, long)}. */
  public long calloc(long count, long elementByteSize) {
    return calloc(count, elementByteSize, 1);
  }

  /**
   * Allocates a block for {@code count} elements of {@code elementByteSize} bytes, which are zero.
   *
   * @param byteAlignment any power of two up to 1 GiB
   * @return its address, a multiple of {@code byteAlignment} and of 16
   * @throws IllegalArgumentException if a number is negative, the product is more than a {@code
   *     long} can hold, or the alignment is none of these
   * @throws OutOfMemoryError as {@link #malloc(long)}
   */
  public long calloc(long count, long elementByteSize, long byteAlignment) {
    engine().ensureStack();
    long bytes = Refusals.product(count, elementByteSize);
    return FreshBlock.zeroed(engine(), malloc(bytes, byteAlignment), bytes);
  }

  /**
   * Resizes a block, in place where its class or the pages behind it allow it. The first bytes, as
   * many as both sizes have, are as they were. To make a block smaller never lacks memory. The
   * result is a multiple of 16, and of no more, whatever the block was.
   *
   * @param address a block, or 0, which allocates one
   * @return the address of the resized block; if it is another, the old block is free
   * @throws IllegalArgumentException if {@code newByteSize} is negative
   * @throws InvalidFreeException as {@link #free(long)}
   * @throws OutOfMemoryError as {@link #malloc(long)}; the old block is untouched then
   */
  public long realloc(long address, long newByteSize) {
    return address == 0 ? malloc(newByteSize) : engine().resize(address, newByteSize, 1);
  }

  /**
   * Resizes a block as {@link #realloc(long, long)}, to a multiple of {@code byteAlignment} too,
   * which may be any power of two up to 1 GiB.
   */
  public long realloc(long address, long newByteSize, long byteAlignment) {
    Refusals.requireAlignment(byteAlignment);
    return address == 0
        ? malloc(newByteSize, byteAlignment)
        : engine().resize(address, newByteSize, byteAlignment);
  }

  /**
   * Frees a block; 0 does nothing.
   *
   * @param address a live block of this allocator, or 0
   * @throws InvalidFreeException if the address is not a live block, as far as {@link
   *     HakmemConfig#safety()} tells; nothing has changed then. No call throws it for another's
   *     mistake
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
   * @throws IllegalArgumentException if the segment is not off-heap; others as {@link #realloc}
   */
  public MemorySegment reallocate(MemorySegment segment, long newByteSize) {
    return reallocate(segment, newByteSize, 1);
  }

  /**
   * Resizes a block as {@link #reallocate(MemorySegment, long)}, to a multiple of {@code
   * byteAlignment}, which may be any power of two up to 1 GiB.
   */
  public MemorySegment reallocate(MemorySegment segment, long newByteSize, long byteAlignment) {
    long address = Segments.address(segment, engine());
    engine().ensureStack();
    HeapReserve reserve = new HeapReserve();
    long resized = realloc(address, newByteSize, byteAlignment);
    return FreshBlock.resized(engine(), resized, newByteSize, reserve);
  }

  /**
   * Frees the block that begins where {@code segment} does.
   *
   * @param segment one that {@link #allocate} returned, or one with the same address
   * @throws IllegalArgumentException if the segment is not off-heap; others as {@link #free(long)}
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
   * Its close frees its memory. It prevents the {@link #close()} of this allocator while it is
   * open.
   */
  public HakmemArena newConfinedArena() {
    return ArenaParts.confined(this, engine(), this != SHARED);
  }

  /**
   * Makes an arena for all threads, as {@link Arena#ofShared()} does. Any of them may allocate in
   * it at any time and close it. Its close takes a handshake with all threads, tens of
   * microseconds, and frees its memory. It prevents the {@link #close()} of this allocator too.
   */
  public HakmemArena newSharedArena() {
    return ArenaParts.shared(engine());
  }

  /**
   * Makes an arena for all threads whose close takes some nanoseconds: many such arenas, of a
   * <i>generation</i>, share one arena of the JDK, and one handshake ends them all.
   *
   * <p>After its close {@code allocate} and {@code close} throw {@link IllegalStateException}. A
   * late access to a segment finds the arena's own memory as it was left, or throws that too; it
   * never reaches memory that was allocated again, or unmapped. It surely throws once the
   * generation has ended. Then the segments' scope ends as well, and clean-up actions run, in the
   * thread that ends the generation. {@code docs/arenas.md} tells when that is, and how much memory
   * may wait for it.
   */
  public HakmemArena newBatchedArena() {
    return ArenaParts.batched(engine());
  }

  /**
   * What this allocator holds and did. Looks at every slab and at the system's table of mappings:
   * for monitoring, not for a hot loop.
   */
  public HakmemStats stats() {
    return engine().stats();
  }

  /** Returns what {@link #stats()} has of counters alone: for meters, and for hot code. */
  public HakmemUsage usage() {
    return engine().usage();
  }

  /**
   * Gives back to the operating system all that can be given back now: what closed batched arenas
   * left and can be released, what the calling thread caches, what threads cache that ended or are
   * outside of the allocator, and all free pages.
   *
   * @return the bytes of the pages given back
   */
  public long trim() {
    return engine().trim();
  }

  /**
   * Unmaps all memory of a created instance, the blocks in use too. Other threads may only ask for
   * {@link #stats()}, {@link #trim()} or close an arena meanwhile. Later calls throw {@link
   * IllegalStateException}; closing again does nothing. A clean-up action of a batched arena may
   * call this.
   *
   * <p>Open confined and shared arenas prevent the close, also one whose thread has ended; a thread
   * that opens an arena at the same time gets an {@link IllegalStateException}, or this call does.
   * Batched arenas are ended. With {@linkplain HakmemConfig#portableMemory() portable memory}
   * arenas have the JDK's memory, so that none prevents the close. Segments of {@link #allocate}
   * must not be accessed afterwards, which is not checked.
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
