package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The words of {@link InvalidFreeException} for addresses in slabs. */
final class InvalidFrees {

  private InvalidFrees() {}

  /**
   * Returns what an address is that was given for a live block.
   *
   * @param slab the slab that it lies in, or null
   */
  static String describe(BlockStates states, @Nullable Slab slab, long address) {
    if (slab == null) {
      return "not a block of this allocator, or not any more";
    }
    String where = " in a slab of " + slab.blockBytes() + "-byte blocks";
    int index = slab.indexOf(address);
    if (index >= slab.capacity()) {
      return "behind the last block" + where;
    }
    long start = slab.addressOf(index);
    String state = state(states, slab, start);
    if (start != address) {
      return "inside a block, "
          + (address - start)
          + " bytes after its start at 0x"
          + Long.toHexString(start)
          + "; the block is "
          + state
          + where;
    }
    return "freed twice, or never allocated: the block is " + state + where;
  }

  private static String state(BlockStates states, Slab slab, long start) {
    int sizeClass = slab.sizeClass();
    if (slab.isFree(slab.indexOf(start)) || states.isInSlab(sizeClass, start)) {
      return "free";
    }
    if (!states.isTracked(sizeClass)) {
      return "live or cached";
    }
    return states.isLive(sizeClass, start) ? "live" : "free and cached";
  }
}
