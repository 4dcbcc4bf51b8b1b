package org.hakmem.proof.fuzz;

import org.hakmem.Safety;

/** What {@link Safety} documents of blocks that were freed before. */
final class Promise {

  private static final long ALWAYS_CHECKED_BYTES = 32 << 10;

  private Promise() {}

  /** Returns whether the address of a block that was freed before must be refused. */
  static boolean refusesFreed(Instance instance, long usableBytes) {
    return instance.config().safety() != Safety.FAST || usableBytes >= ALWAYS_CHECKED_BYTES;
  }
}
