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
      check(slab.remoteCount.get(), Conservation.remoteLength(slab));
    }

    /** Compares, when all threads rest, the count and the number of blocks in the remote list. */
    abstract void check(int count, int length);
  }

  /** As written. */
  abstract static class PlainStore extends Counted {

    @Operation
    public void aDrain() {
      slab.remoteDrainToFreelist();
    }
  }

  /** Whether an increment can be lost: then what is there is never drained by the count. */
  public static class LostIncrement extends PlainStore {

    @Override
    void check(int count, int length) {
      if (count < length) {
        throw new Violation("remote count is " + count + ", but the list holds " + length);
      }
    }
  }

  /** Whether one can be left over: then nothing is there, and the count says it is, for ever. */
  public static class LeftOver extends PlainStore {

    @Override
    void check(int count, int length) {
      if (count > length) {
        throw new Violation("remote count is " + count + ", but the list holds " + length);
      }
    }
  }

  /** What was drained is subtracted. */
  public static class Subtraction extends Counted {

    @Operation
    public void aDrain() {
      slab.remoteCount.addAndGet(-slab.moveRemoteToFreelist());
    }

    @Override
    void check(int count, int length) {
      if (count != length) {
        throw new Violation("remote count is " + count + ", but the list holds " + length);
      }
    }
  }
}
