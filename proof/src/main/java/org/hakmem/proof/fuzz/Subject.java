package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemStats;

/**
 * The calls of {@link Hakmem} that programs make. Tests put allocators with seeded faults behind
 * it.
 */
public interface Subject extends AutoCloseable {

  /** {@link Hakmem#malloc(long)}. */
  long malloc(long bytes);

  /** {@link Hakmem#malloc(long, long)}. */
  long malloc(long bytes, long alignment);

  /** {@link Hakmem#calloc(long)}. */
  long calloc(long bytes);

  /** {@link Hakmem#calloc(long, long, long)}. */
  long calloc(long count, long bytes, long alignment);

  /** {@link Hakmem#realloc(long, long)}. */
  long realloc(long address, long bytes);

  /** {@link Hakmem#realloc(long, long, long)}. */
  long realloc(long address, long bytes, long alignment);

  /** {@link Hakmem#reallocate(MemorySegment, long)}. */
  MemorySegment reallocate(MemorySegment segment, long bytes);

  /** {@link Hakmem#reallocate(MemorySegment, long, long)}. */
  MemorySegment reallocate(MemorySegment segment, long bytes, long alignment);

  /** {@link Hakmem#free(long)}. */
  void free(long address);

  /** {@link Hakmem#free(MemorySegment)}. */
  void free(MemorySegment segment);

  /** {@link Hakmem#usableSize(long)}. */
  long usableSize(long address);

  /** {@link Hakmem#allocate(long, long)}. */
  MemorySegment allocate(long bytes, long alignment);

  /** {@link Hakmem#allocateFrom(String)}. */
  MemorySegment allocateFrom(String text);

  /** One of the three methods of {@link Hakmem} that make arenas. */
  HakmemArena newArena(ArenaKind kind);

  /** {@link Hakmem#trim()}. */
  long trim();

  /** {@link Hakmem#stats()}. */
  HakmemStats stats();

  /** {@link Hakmem#close()}. */
  @Override
  void close();

  /** Returns the allocator behind the calls, for the checks of its internals. */
  Hakmem hakmem();

  /** The kinds of arena. */
  enum ArenaKind {
    /** {@link Hakmem#newConfinedArena()}. */
    CONFINED,
    /** {@link Hakmem#newSharedArena()}. */
    SHARED,
    /** {@link Hakmem#newBatchedArena()}. */
    BATCHED;

    /** Returns the kind for 0, 1 or 2. */
    static ArenaKind of(int number) {
      return switch (number) {
        case 0 -> CONFINED;
        case 1 -> SHARED;
        default -> BATCHED;
      };
    }
  }
}
