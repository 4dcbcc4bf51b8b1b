package org.hakmem.architecture.upward.internal.memory;

import org.hakmem.architecture.upward.internal.slab.Slab;

/** Fault: the lowest layer uses a higher one. */
abstract class UsesSlab {
  abstract void look(Slab slab);
}
