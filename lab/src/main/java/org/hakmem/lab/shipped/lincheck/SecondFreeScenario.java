package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.slab.Slab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A slab that a owns, with a remote free that is announced: a releases it, b and c free more. As
 * the summary is never empty, neither of them may post the slab, and a must.
 */
public final class SecondFreeScenario extends ShippedScenario {

  private final Slab slab = heaps.fullSlab(a);
  private volatile @Nullable String posted;
  private boolean postedByA;

  /** With block 1 freed. */
  public SecondFreeScenario() {
    heaps.freeRemote(slab, 1);
  }

  /** Releases the slab. */
  @Operation
  public void aRelease() {
    postedByA = slab.release(a.id());
  }

  /** Frees block 0. */
  @Operation
  public void bFree() {
    free(0);
  }

  /** Frees block 3. */
  @Operation
  public void cFree() {
    free(3);
  }

  private void free(int index) {
    if (heaps.freeRemote(slab, index)) {
      posted = "the free of block " + index;
    }
  }

  @Override
  @Nullable String broken() {
    if (posted != null) {
      return "posted by " + posted + ", which was not the first: " + slab;
    }
    return postedByA ? null : "let go with remote frees: " + slab;
  }
}
