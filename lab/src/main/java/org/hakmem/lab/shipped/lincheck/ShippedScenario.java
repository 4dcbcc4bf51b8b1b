package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.heap.ShippedHeaps;
import org.hakmem.lab.shipped.PaperMemory;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * A starting state of the shipped classes, and what three threads can do with it. The thread of an
 * operation is the first letter of its name, {@code a}, {@code b} or {@code c}, and each has a heap
 * of its own. Lincheck makes a new one for every schedule.
 *
 * <p>All state is on the Java heap, as the allocator's own is: Lincheck does not see other memory.
 */
public abstract class ShippedScenario {

  final PaperMemory memory = new PaperMemory();
  final ShippedHeaps heaps;
  final Heap a;
  final Heap b;
  final Heap c;

  ShippedScenario(boolean magazines) {
    heaps = ShippedHeaps.make(memory, magazines);
    a = heaps.heap();
    b = heaps.heap();
    c = heaps.heap();
  }

  ShippedScenario() {
    this(false);
  }

  /** What is wrong when all threads are done, or null. */
  abstract @Nullable String broken();

  /**
   * The property.
   *
   * @throws BrokenException if it does not hold
   */
  @Validate
  public final void property() {
    String broken = broken();
    if (broken != null) {
      throw new BrokenException(broken);
    }
  }

  /** Says which part of the property does not hold. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException(String what) {
      super(what);
    }
  }
}
