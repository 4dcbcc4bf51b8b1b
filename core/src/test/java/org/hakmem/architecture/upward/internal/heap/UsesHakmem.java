package org.hakmem.architecture.upward.internal.heap;

import org.hakmem.architecture.upward.Hakmem;

/** Fault: uses the allocator itself. */
abstract class UsesHakmem {
  abstract void allocateFrom(Hakmem hakmem);
}
