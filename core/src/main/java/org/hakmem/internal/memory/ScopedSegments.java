package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

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

  /** So few are stored without a loop. */
  private static final long MOST_UNROLLED = 256;

  /** More is not stored by a loop: one that is not compiled yet is slow. */
  private static final long MOST_LOOPED = 1 << 14;

  private ScopedSegments() {}

  /**
   * Sets memory to zero that no other thread can free meanwhile, up to the next multiple of 16
   * bytes.
   *
   * <p>Made to be called, not inlined: C2 inlines no method of more than 325 bytes (its flag {@code
   * FreqInlineSize}), and this one has more. With the loop's vectors in it the method that
   * allocates would be too large to inline itself, and each arena and segment an object on the Java
   * heap. Hence the primitive parameters too.
   */
  @SuppressWarnings("fallthrough") // a pair of stores for each pair of words, and no loop
  public static void zero(long address, long bytes) {
    MemorySegment s = EVERYTHING.asSlice(address, MOST_UNROLLED);
    switch ((int) (Math.min(bytes + 15, MOST_UNROLLED + 16) / 16)) {
      case 16:
        s.set(JAVA_LONG_UNALIGNED, 248, 0);
        s.set(JAVA_LONG_UNALIGNED, 240, 0); // fall through
      case 15:
        s.set(JAVA_LONG_UNALIGNED, 232, 0);
        s.set(JAVA_LONG_UNALIGNED, 224, 0); // fall through
      case 14:
        s.set(JAVA_LONG_UNALIGNED, 216, 0);
        s.set(JAVA_LONG_UNALIGNED, 208, 0); // fall through
      case 13:
        s.set(JAVA_LONG_UNALIGNED, 200, 0);
        s.set(JAVA_LONG_UNALIGNED, 192, 0); // fall through
      case 12:
        s.set(JAVA_LONG_UNALIGNED, 184, 0);
        s.set(JAVA_LONG_UNALIGNED, 176, 0); // fall through
      case 11:
        s.set(JAVA_LONG_UNALIGNED, 168, 0);
        s.set(JAVA_LONG_UNALIGNED, 160, 0); // fall through
      case 10:
        s.set(JAVA_LONG_UNALIGNED, 152, 0);
        s.set(JAVA_LONG_UNALIGNED, 144, 0); // fall through
      case 9:
        s.set(JAVA_LONG_UNALIGNED, 136, 0);
        s.set(JAVA_LONG_UNALIGNED, 128, 0); // fall through
      case 8:
        s.set(JAVA_LONG_UNALIGNED, 120, 0);
        s.set(JAVA_LONG_UNALIGNED, 112, 0); // fall through
      case 7:
        s.set(JAVA_LONG_UNALIGNED, 104, 0);
        s.set(JAVA_LONG_UNALIGNED, 96, 0); // fall through
      case 6:
        s.set(JAVA_LONG_UNALIGNED, 88, 0);
        s.set(JAVA_LONG_UNALIGNED, 80, 0); // fall through
      case 5:
        s.set(JAVA_LONG_UNALIGNED, 72, 0);
        s.set(JAVA_LONG_UNALIGNED, 64, 0); // fall through
      case 4:
        s.set(JAVA_LONG_UNALIGNED, 56, 0);
        s.set(JAVA_LONG_UNALIGNED, 48, 0); // fall through
      case 3:
        s.set(JAVA_LONG_UNALIGNED, 40, 0);
        s.set(JAVA_LONG_UNALIGNED, 32, 0); // fall through
      case 2:
        s.set(JAVA_LONG_UNALIGNED, 24, 0);
        s.set(JAVA_LONG_UNALIGNED, 16, 0); // fall through
      case 1:
        s.set(JAVA_LONG_UNALIGNED, 8, 0);
        s.set(JAVA_LONG_UNALIGNED, 0, 0); // fall through
      case 0:
        return;
      default:
        zeroMany(address, bytes);
    }
  }

  private static void zeroMany(long address, long bytes) {
    if (bytes > MOST_LOOPED) {
      zero(EVERYTHING.asSlice(address, bytes));
      return;
    }
    for (long at = 0; at < bytes; at += Long.BYTES) { // vectors, once compiled
      EVERYTHING.set(JAVA_LONG_UNALIGNED, address + at, 0);
    }
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
