package org.hakmem.internal.arena;

/**
 * The state word of a {@link GenerationCount}: its layout, and what may follow what.
 *
 * <pre>
 *   | sealed : 1 | opened : 15 | open : 15 | closed grains : 33 |
 *    63           48…62         33…47       0…32
 * </pre>
 *
 * opened counts the arenas that were ever opened, open those that were not closed yet; closed
 * grains are the memory of those that were, but for large ones. A sealed generation lets no more
 * arenas in; it is over when the last is closed.
 */
final class GenerationState {

  /** As many arenas a generation may have. */
  static final int MOST_ARENAS = 1 << 14;

  /** An arena with this many bytes or more is large: its bytes are not counted in the word. */
  static final long LARGE_BYTES = 1L << 20;

  /** No arena yet. */
  static final long NEW = 0;

  private static final int OPEN_SHIFT = 33;
  private static final int OPENED_SHIFT = 48;
  private static final long COUNT_MASK = (1L << 15) - 1;
  private static final long GRAINS_MASK = (1L << OPEN_SHIFT) - 1;
  private static final long SEALED = Long.MIN_VALUE;
  private static final long ONE_OPEN = 1L << OPEN_SHIFT;
  private static final long ONE_OPENED = 1L << OPENED_SHIFT;

  private GenerationState() {}

  static boolean isSealed(long state) {
    return state < 0;
  }

  static long opened(long state) {
    return state >>> OPENED_SHIFT & COUNT_MASK;
  }

  static long open(long state) {
    return state >>> OPEN_SHIFT & COUNT_MASK;
  }

  static long closed(long state) {
    return opened(state) - open(state);
  }

  /** Whether no arena of it is open, nor will ever be again. */
  static boolean isOver(long state) {
    return isSealed(state) && open(state) == 0;
  }

  /** Bytes of its closed arenas, but for large ones. */
  static long closedBytes(long state) {
    return (state & GRAINS_MASK) * Request.GRAIN;
  }

  /** With one arena more, and sealed if these are {@code most}. */
  static long withOneMore(long state, int most) {
    long next = state + ONE_OPENED + ONE_OPEN;
    return opened(next) < most ? next : sealed(next);
  }

  static long sealed(long state) {
    return state | SEALED;
  }

  /** What the closing of an arena with {@code bytes} adds to the word. */
  static long closing(long bytes) {
    return (bytes < LARGE_BYTES ? bytes / Request.GRAIN : 0) - ONE_OPEN;
  }
}
