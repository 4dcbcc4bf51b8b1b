package org.hakmem.lab.analysed;

import org.jetbrains.lincheck.datastructures.Operation;

/** Section 2.1: thread a owns a slab and uses it; thread b comes by one of the call sites. */
final class CallSiteScenarios {

  private CallSiteScenarios() {}

  /** A superslab of two slabs: block 3 of a's was freed by another thread; block 4 is in b's. */
  abstract static class SharedSuperslab extends Scenario {

    final Slab[] superslab;

    SharedSuperslab() {
      super(4);
      Slab ofA = slabOf(a, blocks(1, 2), blocks(3));
      Slab ofB = slabOf(b, blocks(4), blocks());
      superslab = new Slab[] {ofA, ofB};
    }

    /** The owner takes a block. */
    @Operation
    public long aMalloc() {
      return a.malloc();
    }
  }

  /** Fix #1. */
  public static class RefillDrainsAll extends SharedSuperslab {

    @Operation
    public void bRefill() {
      CallSites.superslabRefill(superslab);
    }
  }

  /** Fix #2. */
  public static class AllocDrainsAll extends SharedSuperslab {

    @Operation
    public long bMalloc() {
      return CallSites.allocSuperslab(b, superslab);
    }
  }

  /** The background drain. */
  public static class LightDrain extends SharedSuperslab {

    @Operation
    public void bBackground() {
      CallSites.remoteDrainLight(superslab);
    }
  }

  /** The old drain. */
  public static class LegacyDrain extends SharedSuperslab {

    @Operation
    public void bDrain() {
      CallSites.legacyDrain(superslab[0]);
    }
  }

  /** The slab of a is exhausted: block 1 is a's, block 2 was freed by another thread. */
  abstract static class Exhausted extends Scenario {

    final Slab slab;

    Exhausted() {
      super(2);
      slab = slabOf(a, blocks(), blocks(2));
      a.startWith(1);
    }

    /** The owner frees its block. */
    @Operation
    public long aFree() {
      return a.free(slab);
    }

    /** Thread b allocates from what it is bound to. */
    @Operation
    public long bMalloc() {
      return b.malloc();
    }
  }

  /** The sticky ring of b has a's slab. */
  public static class StickyRing extends Exhausted {

    @Operation
    public boolean bSticky() {
      return CallSites.stickyRing(b, slab);
    }
  }

  /** The hot slot of b has a's slab. */
  public static class HotSlot extends Exhausted {

    @Operation
    public boolean bHot() {
      return CallSites.hotSlot(b, slab);
    }
  }

  /** The bench of b has a's slab. */
  public static class Bench extends Exhausted {

    @Operation
    public boolean bBench() {
      return CallSites.bench(b, new Slab[] {slab});
    }
  }

  /** The sweep of b comes to a's slab. */
  public static class GateSweep extends Exhausted {

    @Operation
    public boolean bSweep() {
      return CallSites.mmapGateSweep(b, new Slab[] {slab});
    }
  }

  /** Section 1.2: two threads drain the same slab, which nobody owns; c has one of its blocks. */
  public static class TwoDrains extends Scenario {

    final Slab slab = slab(blocks(1), blocks(2, 3));

    /** Starts with block 4 in c's hands. */
    public TwoDrains() {
      super(4);
      c.startWith(4);
    }

    @Operation
    public void bDrain() {
      CallSites.legacyDrain(slab);
    }

    @Operation
    public void cDrain() {
      CallSites.legacyDrain(slab);
    }
  }

  /** The same, but c may free its block. */
  public static class TwoDrainsAndAFree extends TwoDrains {

    @Operation
    public long cFree() {
      return c.free(slab);
    }
  }
}
