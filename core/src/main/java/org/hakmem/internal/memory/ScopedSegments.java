package org.hakmem.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Segments over blocks that live as long as an arena of the JDK: it checks them, and ends them.
 *
 * <p>For memory of {@link NativeMemory} only: to bind an address to an arena is restricted, and
 * portable memory belongs to arenas of its own.
 */
public final class ScopedSegments {

  private ScopedSegments() {}

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
