package org.hakmem.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Segments over blocks that live as long as an arena of the JDK: it checks them, and ends them.
 *
 * <p>For memory of {@link NativeMemory} only: to bind an address to an arena is restricted, and
 * portable memory belongs to arenas of its own.
 */
public final class ScopedSegments {

  /**
   * Zeroes to copy from. To copy them is twice as fast as {@link MemorySegment#fill}, which stores
   * eight bytes at a time; few enough to stay in a processor's first cache.
   */
  private static final MemorySegment ZEROES = MemorySegment.ofArray(new long[1 << 9]);

  @SuppressWarnings("restricted") // where native memory is used, native access is granted
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Below this many bytes {@link MemorySegment#fill} is as fast. */
  private static final long LEAST_COPIED = 128;

  /** More is not stored by a loop: one that is not compiled yet is slow. */
  private static final long MOST_LOOPED = 1 << 14;

  private ScopedSegments() {}

  /**
   * Sets memory to zero that no other thread can free meanwhile. Primitive parameters: compiled
   * code that calls this can do without the segment's object.
   */
  public static void zero(long address, long bytes) {
    if (bytes < LEAST_COPIED || bytes > MOST_LOOPED) {
      zero(EVERYTHING.asSlice(address, bytes));
      return;
    }
    long words = bytes & -Long.BYTES;
    for (long at = 0; at < words; at += Long.BYTES) { // vectors, once compiled
      EVERYTHING.set(ValueLayout.JAVA_LONG_UNALIGNED, address + at, 0);
    }
    EVERYTHING.asSlice(address + words, bytes - words).fill((byte) 0);
  }

  /**
   * Sets all bytes to zero.
   *
   * @throws IllegalStateException if the arena is closed, perhaps only meanwhile
   */
  public static MemorySegment zero(MemorySegment segment) {
    long bytes = segment.byteSize();
    if (bytes < LEAST_COPIED) {
      return segment.fill((byte) 0);
    }
    long piece = ZEROES.byteSize();
    long at = 0;
    for (; bytes - at > piece; at += piece) {
      MemorySegment.copy(ZEROES, 0, segment, at, piece);
    }
    MemorySegment.copy(ZEROES, 0, segment, at, bytes - at);
    return segment;
  }

  /**
   * A segment of exactly these bytes in the arena's scope.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if it is another thread's
   */
  @SuppressWarnings("restricted") // where native memory is used, native access is granted
  public static MemorySegment of(long address, long bytes, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, null);
  }

  /**
   * Returns if the current thread may allocate in the arena.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if it is another thread's
   */
  public static void requireAlive(Arena arena) {
    of(0, 0, arena);
  }
}
