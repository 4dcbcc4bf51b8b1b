package org.hakmem.fault;

import org.jspecify.annotations.Nullable;

/**
 * Throws an {@link OutOfMemoryError} where the Java heap may be exhausted: {@link HeapFaultPatch}
 * puts a call of {@link #point()} before each allocation. Only for the thread that armed it.
 */
public final class HeapFault {

  private static volatile @Nullable Thread armed;
  private static int left;
  private static boolean persistent;
  private static @Nullable OutOfMemoryError thrown;

  private HeapFault() {}

  /**
   * The {@code nth} point from now on throws, counted from 1.
   *
   * @param forGood whether all later ones do, too
   */
  static void arm(int nth, boolean forGood) {
    left = nth;
    persistent = forGood;
    thrown = null;
    armed = Thread.currentThread();
  }

  /** The calling thread is the armed one from now on, if any is; returns the one before. */
  static @Nullable Thread takeOver() {
    Thread before = armed;
    if (before != null) {
      armed = Thread.currentThread();
    }
    return before;
  }

  /** Undoes {@link #takeOver}. */
  static void giveBack(@Nullable Thread before) {
    armed = before;
  }

  /** Nothing is thrown any more. */
  static @Nullable OutOfMemoryError disarm() {
    armed = null;
    return thrown;
  }

  /** Called before each allocation. */
  public static void point() {
    if (armed == Thread.currentThread()) {
      left--;
      if (left == 0 || (left < 0 && persistent)) {
        armed = null; // what is made here is not to fail
        OutOfMemoryError error = new OutOfMemoryError("injected");
        if (thrown == null) {
          thrown = error;
        }
        armed = Thread.currentThread();
        throw error;
      }
    }
  }
}
