package org.hakmem.internal.checked;

import org.hakmem.internal.heap.StackProbe;

/**
 * Makes sure of more of the stack than {@link StackProbe}, for calls that go deeper: those of this
 * package, which call the allocator, and the close of an allocator.
 *
 * <p>It calls itself, because compiled frames are small however many locals a method has.
 */
public final class Room {

  /** Some 16 KiB, or more in frames of the interpreter. */
  private static final int CALLS = 400;

  private Room() {}

  /** Returns if there is room for the deepest of these calls. */
  public static void ensure() {
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
