package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.slab.Slab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A posted slab with one block free: c sweeps it, b allocates from it. The memory of a block must
 * not be purged when it is b's.
 */
public final class SweepScenario extends ShippedScenario {

  private volatile long ofB;
  private volatile @Nullable String purged;

  /** Posts a slab. */
  public SweepScenario() {
    Slab slab = heaps.fullSlab(a);
    heaps.giveUp(a, slab);
    heaps.freeRemote(slab, 2);
    memory.onPurge(this::notePurge);
  }

  private void notePurge(long address, long bytes) {
    if (ofB >= address && ofB < address + bytes) {
      purged = "purged while it is b's: 0x" + Long.toHexString(address);
    }
  }

  /** Allocates. */
  @Operation
  public void bAllocate() {
    ofB = heaps.allocate(b);
  }

  /** Allocates. */
  @Operation
  public void aAllocate() {
    heaps.allocate(a);
  }

  /** Sweeps the posted slabs, as the scavenger would. */
  @Operation
  public void cSweep() {
    heaps.sweepPosted(c);
  }

  @Override
  @Nullable String broken() {
    return purged != null ? purged : heaps.fault();
  }
}
