package org.hakmem.lab.analysed;

import org.jetbrains.lincheck.datastructures.Operation;

/** Section 1.1: the remote count, which is set to 0 after a drain. */
final class CountScenarios {

  private CountScenarios() {}

  /** Block 1 waits to be drained by its owner a; b holds block 2. */
  abstract static class Counted extends Scenario {

    final Slab slab;

    Counted() {
      super(2);
      slab = slabOf(a, blocks(), blocks(1));
      b.startWith(2);
    }

    @Operation
    public long bFree() {
      return b.free(slab);
    }

    @Override
    public void conservation() {
      super.conservation();
      Conservation.checkCount(slab);
    }
  }

  /** As written. */
  public static class PlainStore extends Counted {

    @Operation
    public void aDrain() {
      slab.remoteDrainToFreelist();
    }
  }

  /** What was drained is subtracted. */
  public static class Subtraction extends Counted {

    @Operation
    public void aDrain() {
      slab.remoteCount.addAndGet(-slab.moveRemoteToFreelist());
    }
  }
}
