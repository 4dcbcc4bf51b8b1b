package org.hakmem.proof.fuzz;

import org.hakmem.Safety;

/** Which bad addresses must be refused by the very call that passes them. */
public enum Promise {
  /** What {@link Safety} documents. */
  DOCUMENTED,

  /**
   * Only what allocators with magazines can see without a state for each block: with magazines,
   * neither small blocks' insides at multiples of 16 nor double frees of small blocks are passed.
   */
  WITHOUT_BLOCK_STATE;

  /** The promise that fuzzing and soaking check. */
  public static final Promise CURRENT = WITHOUT_BLOCK_STATE;

  private static final long ALWAYS_CHECKED_BYTES = 32 << 10;
  private static final long MAX_SLAB_BLOCK_BYTES = 1 << 20;

  /** Returns whether an address inside a block, a multiple of 16, must be refused. */
  boolean refusesInside(long usableBytes) {
    return this == DOCUMENTED || isSeenWithoutState(usableBytes);
  }

  /** Returns whether the address of a block that was freed before must be refused. */
  boolean refusesFreed(Instance instance, long usableBytes) {
    if (this == WITHOUT_BLOCK_STATE) {
      return isSeenWithoutState(usableBytes);
    }
    return instance.config().safety() != Safety.FAST || usableBytes >= ALWAYS_CHECKED_BYTES;
  }

  private static boolean isSeenWithoutState(long usableBytes) {
    return usableBytes > MAX_SLAB_BLOCK_BYTES;
  }
}
