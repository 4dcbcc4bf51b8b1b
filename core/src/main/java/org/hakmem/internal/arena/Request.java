package org.hakmem.internal.arena;

import org.hakmem.internal.memory.Geometry;

/** What a program asks an arena for: the rules and the words of the JDK's own. */
public final class Request {

  /** Every address is a multiple of this, and every request takes a multiple of it. */
  public static final long GRAIN = 16;

  /** No chunk has so much room. */
  private static final long MOST = 1L << 47;

  private Request() {}

  /**
   * Returns if the request may be made.
   *
   * @throws IllegalArgumentException if the size is negative or the alignment no power of two
   */
  public static void check(long bytes, long alignment) {
    if (bytes < 0) {
      throw new IllegalArgumentException("The provided allocation size is negative: " + bytes);
    }
    if (alignment <= 0 || (alignment & (alignment - 1)) != 0) {
      throw new IllegalArgumentException("Invalid alignment constraint : " + alignment);
    }
  }

  /**
   * The bytes of a chunk that a request takes: at least one grain, so that no two begin at the same
   * address. More than any chunk has if that can't be said in a {@code long}.
   */
  public static long room(long bytes) {
    return bytes > MOST ? MOST : Geometry.alignUp(Math.max(bytes, 1), GRAIN);
  }

  /** The first address from {@code from} on that a request may begin at. */
  public static long place(long from, long alignment) {
    return Geometry.alignUp(from, Math.max(alignment, GRAIN));
  }
}
