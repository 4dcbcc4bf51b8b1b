package org.hakmem.proof.fuzz;

/** Which thread does a step. */
enum Worker {
  /** The thread that runs the program. */
  CALLER,
  /** A platform thread. */
  FIRST,
  /** Another platform thread. */
  SECOND,
  /** A new virtual thread for each step. */
  VIRTUAL;

  /**
   * Returns the thread for a number from 0 to 31. Most are the caller, as a hand-over to another
   * thread takes longer than the step.
   */
  static Worker of(int number) {
    return switch (number) {
      case 0 -> FIRST;
      case 1 -> SECOND;
      case 2 -> VIRTUAL;
      default -> CALLER;
    };
  }
}
