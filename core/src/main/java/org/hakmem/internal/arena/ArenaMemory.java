package org.hakmem.internal.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.hakmem.internal.heap.ArenaTally;
import org.hakmem.internal.heap.OpenArenas;
import org.jspecify.annotations.Nullable;

/**
 * An arena of the JDK, shared as a rule, with memory of the allocator's, which is released after
 * that arena is closed, and only if it is: the JDK sees to it that no thread is at the memory by
 * then.
 *
 * <p>Any thread may call any method. Where addresses can't be bound to an arena (portable memory)
 * the JDK's arena allocates itself.
 */
public final class ArenaMemory {

  private static final VarHandle CLOSING;

  static {
    try {
      CLOSING = MethodHandles.lookup().findVarHandle(ArenaMemory.class, "closing", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Arena arena;
  private final BlockSource blocks;
  private final @Nullable Chunks chunks;

  /** Where it counts as open until its memory is free, or null. */
  private final @Nullable ArenaTally tally;

  /** Set by who closes it, and back if the JDK refuses. Guards the release. */
  @SuppressWarnings("unused") // through CLOSING
  private volatile boolean closing;

  /** For portable memory, whose bytes are the JDK's: how many were asked for, all in all. */
  private final LongAdder portableBytes = new LongAdder();

  /**
   * One without memory yet.
   *
   * @param binds whether blocks can be bound to an arena
   * @param leastChunkBytes bytes of its first chunk, a power of two
   * @param mostChunkBytes bytes that chunks grow to, no less
   */
  @SuppressWarnings("MustBeClosedChecker") // by close()
  public ArenaMemory(BlockSource blocks, boolean binds, long leastChunkBytes, long mostChunkBytes) {
    this(Arena.ofShared(), blocks, binds, null, leastChunkBytes, mostChunkBytes);
  }

  private ArenaMemory(
      Arena arena,
      BlockSource blocks,
      boolean binds,
      @Nullable OpenArenas counts,
      long leastChunkBytes,
      long mostChunkBytes) {
    this.arena = arena;
    this.blocks = blocks;
    boolean own = blocks.givesOwnBlocks(); // no request fits into a chunk of 0 bytes
    this.chunks =
        binds
            ? new Chunks(arena, blocks, own ? 0 : leastChunkBytes, own ? 0 : mostChunkBytes)
            : null;
    this.tally = counts == null ? null : counts.openShared(); // last: has to be closed
  }

  /**
   * Makes one over blocks that keeps its allocator from being closed while it is open.
   *
   * @param arena an arena of the JDK that is its own from here on, for all threads or for one
   * @throws IllegalStateException if the allocator is closed or being closed
   */
  public static ArenaMemory counted(
      Arena arena,
      BlockSource blocks,
      OpenArenas counts,
      long leastChunkBytes,
      long mostChunkBytes) {
    return new ArenaMemory(arena, blocks, true, counts, leastChunkBytes, mostChunkBytes);
  }

  /** The scope of all its segments. */
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  /**
   * Allocates what {@link Request#check} has let pass.
   *
   * @throws IllegalStateException if it is closed
   * @throws OutOfMemoryError if limit or system refuse
   */
  public MemorySegment allocate(long bytes, long alignment, boolean zero) {
    if (chunks != null) {
      return chunks.allocate(bytes, alignment, zero);
    }
    MemorySegment segment = arena.allocate(bytes, alignment);
    portableBytes.add(bytes);
    return segment;
  }

  /** Whether a thread is about to close it. */
  boolean isClosing() {
    return closing;
  }

  /** Whether it was not closed. */
  boolean isAlive() {
    return arena.scope().isAlive();
  }

  /** Bytes that it holds; with portable memory an estimate. */
  long heldBytes() {
    return chunks != null ? chunks.heldBytes() : portableBytes.sum();
  }

  /**
   * Closes the JDK's arena, which takes a handshake with all threads, and then frees the memory.
   *
   * @return null, or if nothing was changed what {@link #close} would throw
   * @throws RuntimeException what a clean-up action of the program's threw; all is done then
   * @throws Error the same; or there was no Java heap, and if it is alive nothing was changed
   */
  @Nullable IllegalStateException tryClose() {
    blocks.ensureStack();
    if (!CLOSING.compareAndSet(this, false, true)) {
      return new IllegalStateException("Already closed");
    }
    try {
      arena.close();
      return null;
    } catch (RuntimeException e) {
      if (isAlive() && e instanceof IllegalStateException refusal) {
        return refusal;
      }
      throw e; // also what another thread than a confined arena's gets
    } finally {
      if (isAlive()) { // refused, or there was no Java heap for it
        closing = false;
      } else {
        release();
      }
    }
  }

  /** Frees the memory. The allocator stays open until the arena is counted as closed. */
  private void release() {
    try {
      if (chunks != null) {
        chunks.release();
      }
    } finally {
      if (tally != null) {
        tally.close();
      }
    }
  }

  /**
   * Closes the JDK's arena, which takes a handshake with all threads, and then frees the memory.
   *
   * @throws IllegalStateException if it is closed, another thread is closing it, or a segment is in
   *     use by a call of native code; nothing has changed then
   */
  public void close() {
    IllegalStateException refusal = tryClose();
    if (refusal != null) {
      throw refusal;
    }
  }
}
