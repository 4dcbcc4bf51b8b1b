package org.hakmem.internal.heap;

/**
 * Makes sure that the stack has room, before something is begun that must not be left halfway.
 *
 * <p>A {@link StackOverflowError} can come at any call. The fast paths and the small steps of slab
 * and magazine commit without a call; what takes several steps calls {@link #ensure()} first: if
 * the stack has no room, the error comes from here, when nothing has changed yet.
 *
 * <p>What is needed was measured: 4 KiB, as long as no class is initialised and no call site is
 * linked on the way. A rehearsal sees to that, beside the program. Before it has ended far more is
 * needed; a thread that has not so much left waits for the end.
 */
public final class StackRoom {

  private enum Rehearsal {
    NONE,
    RUNS,
    DONE
  }

  /** Written under this class's lock, read by all; says that classes are ready, not more. */
  private static volatile Rehearsal rehearsal = Rehearsal.NONE;

  /** Rehearsals that run, and whether one failed. Guarded by this class's lock. */
  private static int running;

  private static boolean failed;

  private StackRoom() {}

  /**
   * Returns if there is room for the deepest slow path; throws {@link StackOverflowError} if not.
   */
  public static void ensure() {
    StackProbe.near();
    if (rehearsal != Rehearsal.DONE) {
      ensureUnrehearsed();
    }
  }

  private static void ensureUnrehearsed() {
    try {
      StackProbe.far();
    } catch (StackOverflowError e) {
      while (rehearsal == Rehearsal.RUNS) {
        Thread.onSpinWait(); // to park takes more of the stack
      }
      if (rehearsal == Rehearsal.NONE) {
        throw e;
      }
    }
  }

  /** To be called before a rehearsal begins. */
  public static synchronized void rehearsalBegins() {
    if (running == 0) {
      failed = false;
    }
    running++;
    rehearsal = Rehearsal.RUNS;
  }

  /** To be called after a rehearsal. */
  public static synchronized void rehearsalEnded(boolean complete) {
    running--;
    failed |= !complete;
    if (running == 0) {
      rehearsal = failed ? Rehearsal.NONE : Rehearsal.DONE;
    }
  }
}
