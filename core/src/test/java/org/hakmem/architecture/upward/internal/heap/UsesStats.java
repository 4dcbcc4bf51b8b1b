package org.hakmem.architecture.upward.internal.heap;

import org.hakmem.architecture.upward.HakmemStats;
import org.hakmem.architecture.upward.internal.slab.Slab;

/** No fault. */
abstract class UsesStats {
  abstract HakmemStats.Part statsOf(Slab slab);
}
