package org.hakmem.internal.heap;

/** What the scavenger does besides looking after heaps and pages, at each of its looks. */
public interface Chore {

  /** Does what is due. By the scavenger's thread, with no heap held. */
  void look();

  /** Whether something could become due without a call that wakes the scavenger. */
  boolean hasWork();
}
