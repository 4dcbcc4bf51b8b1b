package org.hakmem.internal.checked;

import org.hakmem.internal.heap.StackProbe;

/**
 * Makes sure of more of the stack than {@link StackProbe}: of what the allocator below makes sure
 * of, and of what lies above it here.
 *
 * <p>It calls itself, because compiled frames are small however many locals a method has.
 */
final class Room {

  /** Some 16 KiB, or more in frames of the interpreter. */
  private static final int CALLS = 400;

  private Room() {}

  /** Returns if there is room for the deepest call of this package. */
  static void ensure() {
    descend(CALLS);
  }

  private static int descend(int calls) {
    if (calls == 0) {
      StackProbe.ensure();
      return 0;
    }
    return descend(calls - 1) + 1; // not the last step, so that no compiler makes a loop of it
  }
}
