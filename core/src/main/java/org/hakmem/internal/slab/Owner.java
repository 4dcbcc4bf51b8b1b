package org.hakmem.internal.slab;

/**
 * The owner word of a slab: its states and their transitions. Nobody else compares it with numbers.
 *
 * <pre>
 *                    exhausted, released                first remote free
 *   ┌──► owned by h ────────────────────► full ──────────────────────────► posted ──┐
 *   │        │                                or the releaser's re-check     ▲      │
 *   │        ├── given up with free blocks ──────────────────────────────────┘      │
 *   │        └── entirely free ──► retired (final)                                  │
 *   └─────────────────────────────── claimed by h' ─────────────────────────────────┘
 * </pre>
 *
 * <table>
 * <caption>Edges</caption>
 * <tr><th>edge</th><th>who may take it</th><th>access mode</th></tr>
 * <tr><td>owned(h) → full</td><td>h, no block free</td><td>volatile write, then the re-check</td></tr>
 * <tr><td>full → posted</td><td>the freer whose OR made the summary non-zero; h after its release,
 * summary not 0</td><td>CAS</td></tr>
 * <tr><td>owned(h) → posted</td><td>h, some block free</td><td>volatile write</td></tr>
 * <tr><td>posted → owned(h)</td><td>any heap</td><td>CAS, result checked</td></tr>
 * <tr><td>owned(h) → retired</td><td>h, every block free</td><td>volatile write</td></tr>
 * </table>
 */
public final class Owner {

  /** Owned by nobody, and no block was free when it was released. */
  public static final long FULL = 0;

  /** Owned by nobody, some block may be free, to be claimed by anyone. */
  public static final long POSTED = 1;

  /** Its pages are another run's, or nobody's; final. */
  public static final long RETIRED = 2;

  /** The lowest id a heap may have. */
  public static final long FIRST_HEAP = 16;

  private Owner() {}

  /** Whether {@code owner} is a heap's id. */
  public static boolean isHeap(long owner) {
    return owner >= FIRST_HEAP;
  }

  /** In words, for messages. */
  public static String describe(long owner) {
    if (owner == FULL) {
      return "full";
    }
    if (owner == POSTED) {
      return "posted";
    }
    return owner == RETIRED ? "retired" : "owned by heap " + owner;
  }
}
