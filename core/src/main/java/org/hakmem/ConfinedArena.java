package org.hakmem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.hakmem.internal.arena.Request;
import org.hakmem.internal.heap.ArenaTally;
import org.hakmem.internal.heap.OpenArenas;
import org.hakmem.internal.memory.ScopedSegments;
import org.hakmem.internal.slab.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * An arena of one thread. All state is plain: before anything is changed the JDK's arena is asked,
 * which refuses other threads and knows whether it is closed.
 *
 * <p>Its first chunk is small, and cached by the thread's heap as any block. Most arenas need no
 * other, so what does is in methods of its own: compiled code that sees an arena's whole life can
 * do without the object then.
 */
final class ConfinedArena implements HakmemArena {

  private static final long FIRST_CHUNK_BYTES = 256;
  private static final long MOST_CHUNK_BYTES = 64 << 10;

  /** Each chunk is so many times the one before. */
  private static final int GROWTH = 4;

  /** What would take more of the next chunk than one part in so many has a block of its own. */
  private static final int LARGE = 2;

  private static final long[] NO_BLOCKS = {};

  private final Hakmem hakmem;
  private final Arena arena;
  private final Thread owner = Thread.currentThread();

  /** Where the arena counts as open until its memory is free; null if the allocator never ends. */
  private final @Nullable ArenaTally tally;

  /** The bytes of the newest chunk that are nobody's: from here … */
  private long next;

  /** … to there. */
  private long limit;

  /** What follows the first chunk. */
  private long nextChunkBytes = GROWTH * FIRST_CHUNK_BYTES;

  /** The block taken first, or 0. */
  private long firstBlock;

  /** All others, and 0 after them. */
  private long[] blocks = NO_BLOCKS;

  private int count;
  private boolean closing;

  @SuppressWarnings("MustBeClosedChecker") // by close()
  ConfinedArena(Hakmem hakmem, @Nullable OpenArenas counts) {
    this.hakmem = hakmem;
    this.arena = Arena.ofConfined();
    this.tally = counts == null ? null : counts.openConfined(); // last: has to be closed
  }

  @Override
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    MemorySegment segment = allocateUninitialized(byteSize, byteAlignment);
    if (byteSize <= SizeClasses.MOST_BYTES || !hakmem.engine().isZero(segment.address())) {
      ScopedSegments.zero(segment.address(), byteSize);
    }
    return segment;
  }

  @Override
  public MemorySegment allocateUninitialized(long byteSize, long byteAlignment) {
    Request.check(byteSize, byteAlignment);
    long address = Request.place(next, byteAlignment);
    long room = Request.room(byteSize);
    if (limit - address < room) {
      address = takeNew(byteSize, byteAlignment, room);
      room = 0;
    }
    MemorySegment segment = ScopedSegments.of(address, byteSize, arena);
    if (room != 0) {
      next = address + room;
    }
    return segment;
  }

  /** Takes a block for one request or a chunk for several. */
  private long takeNew(long byteSize, long byteAlignment, long room) {
    hakmem.engine().ensureStack();
    if (closing || Thread.currentThread() != owner) {
      ScopedSegments.requireAlive(arena); // throws
    }
    if (count != 0 || byteAlignment > Request.GRAIN) {
      return takeFurther(byteSize, byteAlignment, room);
    }
    boolean own = room > FIRST_CHUNK_BYTES / LARGE;
    long block = hakmem.malloc(own ? byteSize : FIRST_CHUNK_BYTES);
    firstBlock = block;
    count = 1;
    if (!own) {
      next = block + room;
      limit = block + FIRST_CHUNK_BYTES;
    }
    return block;
  }

  /** As {@link #takeNew}, for what is rarer than the first request, and any size of chunk. */
  private long takeFurther(long byteSize, long byteAlignment, long room) {
    if (count > blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(2 * blocks.length, 4));
    }
    long chunkBytes = limit == 0 ? FIRST_CHUNK_BYTES : nextChunkBytes;
    if (room > chunkBytes / LARGE || byteAlignment > chunkBytes / LARGE - room) {
      long block =
          hakmem
              .engine()
              .allocate(byteSize, SizeClasses.of(byteSize, byteAlignment), byteAlignment);
      add(block);
      return block;
    }
    long chunk = hakmem.malloc(chunkBytes);
    add(chunk);
    long address = Request.place(chunk, byteAlignment);
    next = address + room;
    limit = chunk + chunkBytes;
    nextChunkBytes = Math.min(GROWTH * chunkBytes, MOST_CHUNK_BYTES);
    return address;
  }

  private void add(long block) {
    if (count == 0) {
      firstBlock = block;
    } else {
      blocks[count - 1] = block;
    }
    count++;
  }

  @Override
  public void close() {
    hakmem.engine().ensureStack();
    if (closing || Thread.currentThread() != owner) {
      arena.close(); // throws
      return;
    }
    closing = true; // for a clean-up action that closes once more
    try {
      arena.close();
    } catch (Throwable t) { // refused, or a clean-up action of the program's failed
      if (arena.scope().isAlive()) {
        closing = false;
      } else {
        end();
      }
      throw t;
    }
    if (count == 1) {
      count = 0;
      endWith(firstBlock);
    } else {
      end();
    }
  }

  /** Frees the only block. The allocator stays open until the arena is counted as closed. */
  private void endWith(long block) {
    try {
      free(block);
    } finally {
      countClosed();
    }
  }

  /** As {@link #endWith}, for any number of blocks. */
  private void end() {
    try {
      freeAll();
    } finally {
      countClosed();
    }
  }

  private void free(long block) {
    try {
      hakmem.free(block);
    } catch (OutOfMemoryError e) { // a recorded block's end is noted on the Java heap
      hakmem.engine().release(block);
    }
  }

  private void countClosed() {
    if (tally != null) {
      tally.close();
    }
  }

  private void freeAll() {
    RuntimeException first = null;
    while (count > 0) {
      count--;
      try {
        free(count == 0 ? firstBlock : blocks[count - 1]);
      } catch (RuntimeException e) { // a bad free of the program's: the other blocks are still ours
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
