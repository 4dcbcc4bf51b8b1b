package org.hakmem.internal.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.memory.ScopedSegments;
import org.jspecify.annotations.Nullable;

/**
 * The memory of an arena that all threads may allocate from at once: a list of chunks, of which
 * they allocate from the newest.
 *
 * <p>Guarantees: no two requests overlap. Every block is freed exactly once, by {@link #release} or
 * by the thread that came too late to put it in the list. An address that is taken after the
 * release is never made a segment: that asks the JDK's arena, which was closed before.
 *
 * <p>Progress: lock-free. All state is on the Java heap.
 */
final class Chunks {

  /**
   * A request that would take more of the next chunk than one part in so many has its own block.
   */
  private static final int LARGE = 4;

  private static final VarHandle NEWEST;
  private static final VarHandle CURRENT;
  private static final VarHandle HELD_BYTES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEWEST = lookup.findVarHandle(Chunks.class, "newest", Chunk.class);
      CURRENT = lookup.findVarHandle(Chunks.class, "current", Chunk.class);
      HELD_BYTES = lookup.findVarHandle(Chunks.class, "heldBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Arena arena;
  private final BlockSource blocks;
  private final long leastChunkBytes;
  private final long mostChunkBytes;

  /** All chunks, newest first; {@link Chunk#RELEASED} at the end. */
  private volatile @Nullable Chunk newest;

  /** The one to allocate from: a hint, as one that is full only sends its reader the slow way. */
  private volatile Chunk current = Chunk.NONE;

  /** Bytes of all blocks. */
  @SuppressWarnings("unused") // through HELD_BYTES
  private volatile long heldBytes;

  /**
   * Bytes of the chunks that serve several requests. A benign race: of two that add at once one may
   * be lost, and the next chunk is smaller then.
   */
  private long chunkedBytes;

  /** Without memory yet. Each chunk doubles what the chunks have, from least to most. */
  Chunks(Arena arena, BlockSource blocks, long leastChunkBytes, long mostChunkBytes) {
    this.arena = arena;
    this.blocks = blocks;
    this.leastChunkBytes = leastChunkBytes;
    this.mostChunkBytes = mostChunkBytes;
  }

  /**
   * Allocates.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws OutOfMemoryError if limit or system refuse
   */
  MemorySegment allocate(long bytes, long alignment, boolean zero) {
    long address = current.take(Request.room(bytes), alignment);
    if (address == 0) {
      return allocateFromNew(bytes, alignment, zero);
    }
    MemorySegment segment = ScopedSegments.of(address, bytes, arena);
    return zero ? ScopedSegments.zero(segment) : segment;
  }

  private MemorySegment allocateFromNew(long bytes, long alignment, boolean zero) {
    blocks.ensureStack();
    ScopedSegments.requireAlive(arena);
    Chunk full = current;
    Chunk made = new Chunk();
    long room = Request.room(bytes);
    long chunkBytes = Math.clamp(Long.highestOneBit(chunkedBytes), leastChunkBytes, mostChunkBytes);
    boolean isLarge = room > chunkBytes / LARGE || alignment > chunkBytes / LARGE;
    long block = blocks.allocate(isLarge ? bytes : chunkBytes, isLarge ? alignment : Request.GRAIN);
    long address = isLarge ? block : Request.place(block, alignment);
    long end = isLarge ? address : block + chunkBytes;
    made.begin(block, isLarge ? end : address + room, end);
    push(made);
    HELD_BYTES.getAndAdd(this, isLarge ? room : chunkBytes);
    if (!isLarge) {
      chunkedBytes += chunkBytes;
      CURRENT.compareAndSet(this, full, made);
    }
    MemorySegment segment = ScopedSegments.of(address, bytes, arena);
    return zero && !(isLarge && blocks.isZero(block)) ? ScopedSegments.zero(segment) : segment;
  }

  private void push(Chunk made) {
    while (true) {
      Chunk top = newest;
      if (top == Chunk.RELEASED) {
        blocks.free(made.address());
        throw new IllegalStateException("Already closed");
      }
      made.setBelow(top);
      if (NEWEST.compareAndSet(this, top, made)) {
        return;
      }
    }
  }

  /** Bytes of the blocks that it holds, or held when they were released. */
  long heldBytes() {
    return heldBytes;
  }

  /** Frees all blocks; does nothing if that was done. To be called once the arena is closed. */
  void release() {
    Chunk chunk = (Chunk) NEWEST.getAndSet(this, Chunk.RELEASED);
    RuntimeException first = null;
    while (chunk != null && chunk != Chunk.RELEASED) {
      try {
        blocks.free(chunk.address());
      } catch (RuntimeException e) { // the program freed it itself: the others are still ours
        first = first == null ? e : first;
      }
      chunk = chunk.below();
    }
    if (first != null) {
      throw first;
    }
  }
}
