package org.hakmem.lab.analysed;

import org.jetbrains.lincheck.datastructures.Operation;

/** Section 6.2: the alternatives that the analysis leaves to be considered. */
final class AlternativeScenarios {

  private AlternativeScenarios() {}

  /** One list that all threads push to and pop from by compare-and-set. */
  abstract static class SharedList extends Scenario {

    private final Slab slab = slab(blocks(), blocks());
    private final CasList list;

    SharedList(boolean versioned) {
      super(3);
      list = versioned ? CasList.versioned(memory) : CasList.plain(memory);
      for (long block = 3; block >= 1; block--) {
        list.push(block);
      }
    }

    @Operation
    public long bMalloc() {
      return b.receive(slab, list.pop());
    }

    @Operation
    public long cMalloc() {
      return c.receive(slab, list.pop());
    }

    @Operation
    public long cFree() {
      long block = c.giveBack();
      if (block != Memory.NULL) {
        list.push(block);
      }
      return block;
    }

    @Override
    public void conservation() {
      slab.freelist = list.first();
      super.conservation();
    }
  }

  /** "Use CAS-based freelist updates". */
  public static class CasFreeList extends SharedList {

    /** No version. */
    public CasFreeList() {
      super(false);
    }
  }

  /** The same with a version in the head. */
  public static class VersionedFreeList extends SharedList {

    /** A version. */
    public VersionedFreeList() {
      super(true);
    }
  }

  /** "Just CAS-pop from remote queue directly": all blocks are in the remote list. */
  abstract static class RemotePop extends Scenario {

    final Slab slab;

    RemotePop() {
      super(3);
      slab = slab(blocks(), blocks(1, 2, 3));
    }

    final long pop(Tls self) {
      long block;
      do {
        block = slab.remoteHead.get();
        if (block == Memory.NULL) {
          return Memory.NULL;
        }
      } while (!slab.remoteHead.compareAndSet(block, memory.next(block)));
      return self.receive(slab, block);
    }

    @Operation
    public long bMalloc() {
      return pop(b);
    }

    @Operation
    public long cFree() {
      return c.free(slab);
    }
  }

  /** By any thread. */
  public static class AnyonePops extends RemotePop {

    @Operation
    public long cMalloc() {
      return pop(c);
    }
  }

  /** By one thread only; the other one frees what it has. */
  public static class OwnerPops extends RemotePop {

    /** Starts with blocks 1 and 2 in the list and block 3 popped by b, then held by c. */
    public OwnerPops() {
      long third = slab.remoteHead.getAndSet(memory.next(slab.remoteHead.get()));
      c.startWith(third);
    }

    @Operation
    public long bFree() {
      return b.free(slab);
    }
  }

  /** A slab changes hands by a release and a claim; all is plain between them. */
  public static class OwnershipTransfer extends Scenario {

    private final Slab slab = slabOf(a, blocks(1, 2), blocks(3));

    /** Starts with a as the owner. */
    public OwnershipTransfer() {
      super(3);
    }

    @Operation
    public long aMalloc() {
      return a.malloc();
    }

    @Operation
    public long aFree() {
      return a.free(slab);
    }

    @Operation
    public void aRelease() {
      a.release();
    }

    @Operation
    public boolean bClaim() {
      return Claims.checked(b, slab);
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }

    @Operation
    public long bFree() {
      return b.free(slab);
    }

    @Operation
    public void bRelease() {
      b.release();
    }

    @Operation
    public boolean cClaim() {
      return Claims.checked(c, slab);
    }

    @Operation
    public long cMalloc() {
      return c.malloc();
    }

    @Operation
    public long cFree() {
      return c.free(slab);
    }
  }
}
