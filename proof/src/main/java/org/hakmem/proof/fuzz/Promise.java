package org.hakmem.proof.fuzz;

import org.hakmem.Safety;

/** What {@link Safety} documents of blocks that were freed before. */
final class Promise {

  private static final long ALWAYS_CHECKED_BYTES = 32 << 10;

  private Promise() {}

  /**
   * Returns whether the address of a block that was freed before, and that no live block has, must
   * be refused. The fast mode promises it of larger blocks, unless a smaller one begins there by
   * now; that one may be free.
   */
  static boolean refusesFreed(Hand.Freed freed) {
    Instance owner = freed.block().owner();
    return owner.config().safety() != Safety.FAST
        || (freed.block().usable() >= ALWAYS_CHECKED_BYTES
            && freed.allocations() == owner.allocations());
  }
}
