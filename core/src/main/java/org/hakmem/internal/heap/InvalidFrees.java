package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The words of {@link InvalidFreeException}. */
final class InvalidFrees {

  /** A block that is on top of its magazine. */
  static final String FREED_LAST = "freed twice: it is the block that this thread freed last";

  /** What is added for a block that an earlier call freed. */
  private static final String LATE =
      "; it was freed earlier by this thread (or one whose magazines it shares or took over), and"
          + " found when its magazine was flushed";

  private InvalidFrees() {}

  /** An address that no block of {@code slab} begins at. */
  static String notABlock(@Nullable Slab slab, long address) {
    if (slab == null) {
      return "not a block of this allocator, or not any more";
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

  /**
   * What a flush found.
   *
   * @param slab the slab that the first bad address lies in, or null
   * @param late whether an earlier call freed it
   * @param count how many bad addresses there were
   */
  static InvalidFreeException found(@Nullable Slab slab, long address, boolean late, int count) {
    String what = slab != null && slab.isBlock(address) ? twice(slab) : notABlock(slab, address);
    String more = count > 1 ? " (and " + (count - 1) + " more such addresses)" : "";
    return new InvalidFreeException(address, what + (late ? LATE : "") + more);
  }

  private static String describe(Slab slab) {
    return "slab of " + slab.blockBytes() + "-byte blocks";
  }
}
