package org.hakmem.lab.analysed;

import org.jspecify.annotations.Nullable;

/**
 * A thread's side: its number, the slab that it is bound to and allocates from; the blocks that the
 * program holds on it are in the ledger.
 */
final class Tls {

  final int tid;
  private final Ledger ledger;
  private @Nullable Slab bound;

  Tls(int tid, Ledger ledger) {
    this.tid = tid;
    this.ledger = ledger;
  }

  /** {@code tiny_tls_bind_slab}: from now on the thread allocates from this slab. */
  void bind(Slab slab) {
    bound = slab;
  }

  /** Gives up the slab: last the ownership, since everything before belongs to the owner. */
  void release() {
    Slab slab = bound;
    if (slab != null) {
      bound = null;
      slab.setOwner(Slab.NOBODY);
    }
  }

  /** Takes a block from the bound slab; the program marks it at once. */
  long malloc() {
    Slab slab = bound;
    return slab == null ? Memory.NULL : receive(slab, slab.pop());
  }

  /** The program gets a block, however it came about. */
  long receive(Slab slab, long block) {
    if (block != Memory.NULL) {
      slab.memory.mark(block);
      ledger.handOut(tid, block);
    }
    return block;
  }

  /** The program gives up the block that it holds longest; {@code NULL} if it holds none. */
  long giveBack() {
    return ledger.takeBack(tid);
  }

  /**
   * Frees the block held longest: into the free list by the owner, into the remote list by others.
   */
  long free(Slab slab) {
    long block = giveBack();
    if (block != Memory.NULL) {
      if (slab.owner() == tid) {
        slab.push(block);
      } else {
        slab.remotePush(block);
      }
    }
    return block;
  }

  /** For a starting state: the thread has this block already. */
  void startWith(long block) {
    ledger.handOut(tid, block);
  }
}
