package org.hakmem.internal.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
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
    this(Arena.ofShared(), blocks, binds, leastChunkBytes, mostChunkBytes);
  }

  /** As the other, over an arena of the JDK that is its own from here on, for all or one thread. */
  public ArenaMemory(
      Arena arena, BlockSource blocks, boolean binds, long leastChunkBytes, long mostChunkBytes) {
    this.arena = arena;
    this.blocks = blocks;
    boolean own = blocks.givesOwnBlocks(); // no request fits into a chunk of 0 bytes
    this.chunks =
        binds
            ? new Chunks(arena, blocks, own ? 0 : leastChunkBytes, own ? 0 : mostChunkBytes)
            : null;
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
   */
  @Nullable IllegalStateException tryClose() {
    blocks.ensureStack();
    if (!CLOSING.compareAndSet(this, false, true)) {
      return new IllegalStateException("Already closed");
    }
    boolean refused = false;
    try {
      arena.close();
      return null;
    } catch (RuntimeException e) {
      refused = isAlive();
      if (refused && e instanceof IllegalStateException refusal) {
        return refusal;
      }
      throw e; // also what another thread than a confined arena's gets
    } finally {
      if (refused) {
        closing = false;
      } else if (chunks != null) {
        chunks.release();
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
