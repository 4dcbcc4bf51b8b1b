package org.hakmem.proof.fuzz;

import java.util.function.Predicate;

/** Removes steps from a program that fails, as long as it still fails. */
final class Minimizer {

  private static final int MAX_TRIES = 100;

  private final Predicate<Program> fails;
  private int tries;

  /**
   * Creates one.
   *
   * @param fails runs a program and returns whether it fails
   */
  Minimizer(Predicate<Program> fails) {
    this.fails = fails;
  }

  /** Returns a program with as few steps as {@value #MAX_TRIES} tries find. */
  Program minimize(Program program) {
    Program smallest = program;
    for (int size = Math.max(1, program.steps() / 2); size > 0; size /= 2) {
      smallest = withoutRuns(smallest, size);
    }
    return smallest;
  }

  private Program withoutRuns(Program program, int size) {
    Program smallest = program;
    int to = smallest.steps();
    while (to > 0 && tries < MAX_TRIES) {
      int from = Math.max(0, to - size);
      Program shorter = smallest.without(from, to);
      tries++;
      if (fails.test(shorter)) {
        smallest = shorter;
      }
      to = from;
    }
    return smallest;
  }
}
