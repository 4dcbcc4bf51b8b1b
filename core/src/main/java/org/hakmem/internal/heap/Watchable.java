package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The block that a heap's holder freed last, and beside it a mark, by which others see whether the
 * holder used the heap since they set it.
 *
 * <p>The fast paths write nothing for others. But a use that leaves the magazines as they were has
 * freed a block, so it wrote {@code lastWord}, and with it over any mark:
 *
 * <pre>
 *   lastWord    | no class : 1 | mark : 1 | class of the block freed last : 30 |
 * </pre>
 *
 * <p>The holder writes the whole word, plainly and without a mark, and never looks at the mark.
 * Others write by compare-and-set alone, and only the mark, so the holder finds the class that it
 * wrote whether they do or not. That it finds none older relies on plain accesses of one {@code
 * int} being coherent, as they are in HotSpot; the memory model promises it from opaque mode on.
 */
abstract sealed class Watchable extends Holdable permits Heap {

  /** No block was freed last. */
  static final int NO_LAST = Integer.MIN_VALUE;

  /**
   * As {@link #NO_LAST}, and the next free goes the slow way, which wakes the scavenger: a magazine
   * of this class can't take what would be displaced.
   */
  static final int CLOSED = Magazines.ALWAYS_FULL;

  private static final int MARK = 1 << 30;

  private static final VarHandle LAST_WORD;

  static {
    try {
      LAST_WORD = MethodHandles.lookup().findVarHandle(Watchable.class, "lastWord", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The block freed last, if {@code lastClass} is a class. It waits for its magazine, so that a
   * free does not have to know the class at once: the next malloc of the class takes it from here,
   * at the price of a predicted branch, or the next free puts it away when its class is long known.
   * In a loop of malloc and free this takes the look-up of the class out of the chain of dependent
   * loads.
   *
   * <p>This and the next are fields for the fast paths to write: a call between two of their steps
   * could find the stack full.
   */
  long last;

  /** See above. */
  int lastWord = CLOSED;

  // ---- The holder's ----------------------------------------------------------------------------

  /** The class of the block freed last, or one of the values above. A guess for others. */
  final int lastClass() {
    return lastWord & ~MARK;
  }

  /** The block freed last, if there is one. */
  final long last() {
    return last;
  }

  /** Forgets the block freed last, which the caller hands out or drops. */
  final void forgetLast() {
    lastWord = NO_LAST;
  }

  final void setLast(int sizeClass, long address) {
    last = address;
    lastWord = sizeClass;
  }

  /** Forgets the block freed last, which the caller puts elsewhere. */
  final void clearLast() {
    lastWord = CLOSED;
  }

  /** Whether there is a block freed last; see {@link #last} and {@link #lastClass}. */
  final boolean hasLast() {
    return lastClass() >= 0 && lastClass() != CLOSED;
  }

  /** Whether {@code address} is the block freed last. */
  final boolean isLast(long address) {
    return hasLast() && last == address;
  }

  // ---- Anyone's --------------------------------------------------------------------------------

  /** Marks it, unless it is marked, or its holder uses it just now. */
  final void mark() {
    int word = (int) LAST_WORD.getVolatile(this);
    if (!isMarked(word)) {
      LAST_WORD.compareAndSet(this, word, word ^ MARK);
    }
  }

  /** Whether its holder has freed no block, and taken none that it freed last, since the mark. */
  final boolean isMarked() {
    return isMarked((int) LAST_WORD.getVolatile(this));
  }

  private static boolean isMarked(int word) {
    return (word & MARK) != 0;
  }
}
