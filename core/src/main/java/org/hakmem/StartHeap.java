package org.hakmem;

import org.jspecify.annotations.Nullable;

/**
 * Makes sure of the Java heap before a process' first allocator is made. A class whose static
 * initialiser meets an {@link OutOfMemoryError} is unusable from then on, and many are initialised
 * on the way, of the JDK too.
 */
final class StartHeap {

  /** Half of what a first malloc was measured to allocate, most of which is garbage soon. */
  private static final int PARTS = 4;

  private static final int PART_BYTES = 1 << 20;

  /** Set once all classes are initialised. A benign race: it is made sure of once more. */
  private static boolean done;

  /** Where compilers can't leave the arrays out. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte @Nullable [] @Nullable [] held;

  private StartHeap() {}

  /**
   * Returns if there is enough, or was before the first allocator.
   *
   * @throws OutOfMemoryError if there is not
   */
  static void ensure() {
    if (done) {
      return;
    }
    byte[][] parts = new byte[PARTS][];
    held = parts;
    try {
      for (int i = 0; i < PARTS; i++) {
        parts[i] = new byte[PART_BYTES];
      }
    } finally {
      held = null;
    }
  }

  /** To be called when an allocator was made. */
  static void passed() {
    done = true;
  }
}
