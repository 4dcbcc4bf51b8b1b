package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The words of {@link org.hakmem.InvalidFreeException}. */
final class InvalidFrees {

  /** A block that is on top of its magazine. */
  static final String FREED_LAST = "freed twice: it is the block that this thread freed last";

  private InvalidFrees() {}

  /** An address that no block of {@code slab} begins at. */
  static String notABlock(@Nullable Slab slab, long address) {
    if (slab == null) {
      return "not a block of this allocator";
    }
    int index = slab.indexOf(address);
    if (index >= slab.capacity()) {
      return "behind the last block of a " + describe(slab);
    }
    long start = slab.addressOf(index);
    return "inside a block, "
        + (address - start)
        + " bytes after its start at 0x"
        + Long.toHexString(start)
        + ", in a "
        + describe(slab);
  }

  /** A block that is free. */
  static String twice(Slab slab) {
    return "freed twice, or never allocated: the block is free, in a " + describe(slab);
  }

  /** What a flush found, of which the first stands for all. */
  static String report(String because, int count) {
    return because + (count > 1 ? " (and " + (count - 1) + " more such addresses)" : "");
  }

  private static String describe(Slab slab) {
    return "slab of " + slab.blockBytes() + "-byte blocks";
  }
}
