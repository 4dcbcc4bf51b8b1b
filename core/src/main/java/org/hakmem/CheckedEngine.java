package org.hakmem;

import java.lang.foreign.MemorySegment;
import org.hakmem.internal.checked.CheckedBlocks;
import org.hakmem.internal.checked.Guards;
import org.hakmem.internal.heap.CurrentHeap;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * An engine some or all of whose blocks are recorded, each in one of three places:
 *
 * <ul>
 *   <li>{@link Guards}, if the settings say so and chance chooses it;
 *   <li>{@link CheckedBlocks} otherwise, with {@link Safety#CHECKED}. Then the fast paths find
 *       neither a heap nor a live block, so that every call comes here;
 *   <li>the ordinary engine otherwise, which also gives the memory of checked blocks.
 * </ul>
 */
final class CheckedEngine extends Engine {

  /** Bytes of freed blocks that wait at most. */
  private static final long MAX_QUARANTINE_BYTES = 64 << 20;

  /** They wait in at most one part in this many of a limited memory. */
  private static final int SHARE_OF_LIMIT = 4;

  /** About how many blocks a magazine takes from a slab at once: one word of a free set. */
  private static final int BLOCKS_PER_REFILL = 64;

  private final @Nullable CheckedBlocks checked;
  private final @Nullable Guards guards;
  private final CurrentHeap heaps;
  private final BlockStates states;
  private final int refilled;

  /** Replaced once it was used. Several threads may use up the same one. */
  private volatile HeapReserve reserve = new HeapReserve();

  private CheckedEngine(HakmemConfig config, OsMemory os) {
    super(config, os);
    boolean all = config.safety() == Safety.CHECKED;
    heaps = all ? small().noHeaps() : super.fastHeaps();
    states = all ? super.fastStates().withoutBlocks() : super.fastStates();
    refilled = all || config.magazineCapacity() == 0 ? 1 : BLOCKS_PER_REFILL;
    long quarantineBytes = Math.min(MAX_QUARANTINE_BYTES, config.maxBytes() / SHARE_OF_LIMIT);
    checked = all ? new CheckedBlocks(new Below(), os, bindsBlocks(), quarantineBytes) : null;
    guards =
        config.guardSample() > 0 && bindsBlocks()
            ? new Guards(config.guardSample(), os, budget(), number())
            : null;
    if (config.guardSample() > 0 && guards == null) {
      System.getLogger("org.hakmem")
          .log(
              System.Logger.Level.INFO,
              "org.hakmem.guardSample is ignored: portable memory has no pages to guard");
    }
  }

  /** Makes one. Of the other type, so that the verifier of its caller need not load this class. */
  static Engine of(HakmemConfig config, OsMemory os) {
    return new CheckedEngine(config, os);
  }

  /** The ordinary engine, which gives the memory that checked blocks lie in. */
  private final class Below implements CheckedBlocks.Spans {

    @Override
    public long tryAllocate(long bytes, long alignment) {
      return CheckedEngine.super.tryAllocate(bytes, SizeClasses.of(bytes, alignment), alignment);
    }

    @Override
    public void takeBack(long address) {
      CheckedEngine.super.takeBack(address);
    }

    /** Whoever frees may be no user of the allocator: an arena whose end races with the close. */
    @Override
    public void free(long address) {
      if (small().gate().tryEnter()) {
        try {
          CheckedEngine.super.release(address);
        } finally {
          small().gate().leave();
        }
      }
    }
  }

  @Override
  CurrentHeap fastHeaps() {
    return heaps;
  }

  @Override
  BlockStates fastStates() {
    return states;
  }

  @Override
  boolean givesOwnBlocks() {
    return checked != null;
  }

  /** The guards if the address is theirs. */
  private @Nullable Guards guardsOf(long address) {
    return guards != null && guards.owns(address) ? guards : null;
  }

  @Override
  long tryAllocate(long bytes, int sizeClass, long alignment) {
    requireOpen();
    if (guards != null) {
      int weight = sizeClass >= 0 ? refilled : 1;
      long address = guards.tryAllocate(bytes, alignment, weight);
      if (address != 0) {
        return address;
      }
    }
    return checked != null
        ? checked.tryAllocate(bytes, alignment)
        : super.tryAllocate(bytes, sizeClass, alignment);
  }

  @Override
  long makeRoom() {
    generations().endIdle(); // first: their blocks go into the quarantine
    emptyQuarantine();
    return super.makeRoom();
  }

  private void emptyQuarantine() {
    if (checked != null && small().gate().tryEnter()) {
      try {
        checked.emptyQuarantine();
      } finally {
        small().gate().leave();
      }
    }
  }

  @Override
  void freeBlock(long address) {
    requireOpen();
    boolean ordinary = checked == null && small().has(address);
    if (ordinary || (address != 0 && !freeRecorded(address))) {
      super.freeBlock(address);
    }
  }

  @Override
  void release(long address) {
    surely(address, false);
  }

  /**
   * Frees a block for one who can't do it again. If there is no Java heap to find it and to note
   * its end, the reserve is there for that.
   */
  private void surely(long address, boolean takesBack) {
    boolean done = false;
    while (!done) {
      try {
        end(address, takesBack);
        done = true;
      } catch (OutOfMemoryError e) { // nothing has changed
        if (!reserve.release()) {
          throw e;
        }
      }
    }
    renewReserve();
  }

  private void renewReserve() {
    if (!reserve.isWhole()) {
      try {
        reserve = new HeapReserve();
      } catch (OutOfMemoryError e) { // later, perhaps
      }
    }
  }

  private void end(long address, boolean takesBack) {
    Guards owner = takesBack ? guardsOf(address) : null;
    if (owner != null) {
      owner.takeBack(address);
    } else if (takesBack && checked != null) {
      checked.takeBack(address);
    } else if (takesBack) {
      super.takeBack(address);
    } else if (!freeRecorded(address)) {
      super.release(address);
    }
  }

  @Override
  void takeBack(long address) {
    try {
      surely(address, true);
    } catch (OutOfMemoryError e) { // the block is lost
    }
  }

  /** Frees a guarded or checked block; false, and nothing changed, for the ordinary engine's. */
  private boolean freeRecorded(long address) {
    Guards owner = guardsOf(address);
    if (owner != null) {
      owner.free(address);
    } else if (checked != null) {
      checked.free(address);
    }
    return owner != null || checked != null;
  }

  @Override
  long resize(long address, long bytes, long alignment) {
    Refusals.requireSize(bytes);
    requireOpen();
    Guards owner = guardsOf(address);
    if (owner != null) {
      return owner.resize(address, bytes, alignment, arenaBlocks());
    }
    return checked != null
        ? resizeChecked(checked, address, bytes, alignment)
        : super.resize(address, bytes, alignment);
  }

  private long resizeChecked(CheckedBlocks checked, long address, long bytes, long alignment) {
    long moved = checked.tryResize(address, bytes, alignment);
    boolean aligned = (address & (alignment - 1)) == 0;
    if (moved == 0 && aligned && bytes <= checked.usableSize(address)) {
      return address;
    }
    return moved != 0
        ? moved
        : lastResort().allocate(bytes, new ResizeAgain(checked, address, bytes, alignment));
  }

  private record ResizeAgain(CheckedBlocks checked, long address, long bytes, long alignment)
      implements LastResort.Attempt {
    @Override
    public long allocate() {
      return checked.tryResize(address, bytes, alignment);
    }
  }

  @Override
  long usableSize(long address) {
    requireOpen();
    Guards owner = guardsOf(address);
    if (owner != null) {
      return owner.usableSize(address);
    }
    return checked != null ? checked.usableSize(address) : super.usableSize(address);
  }

  /** Never, if blocks are filled with a pattern. */
  @Override
  boolean isZero(long address) {
    return checked == null && super.isZero(address);
  }

  @Override
  MemorySegment scoped(long address, long bytes) {
    if (checked == null) {
      return super.scoped(address, bytes);
    }
    Guards owner = guardsOf(address);
    return owner != null ? owner.scoped(address, bytes) : checked.scoped(address, bytes);
  }

  @Override
  InvalidFreeException ended(long address) {
    return checked != null ? checked.ended(address) : super.ended(address);
  }

  @Override
  String describe(long address) {
    requireOpen();
    Guards owner = guardsOf(address);
    String known = owner != null ? owner.describe(address) : null;
    if (known == null && checked != null) {
      known = checked.describe(address);
    }
    return known == null ? super.describe(address) : known;
  }

  @Override
  HakmemStats stats(long residentBytes) {
    return Snapshot.checked(super.stats(residentBytes), checked, guards);
  }

  @Override
  void endScopes() {
    if (!small().gate().tryEnter()) {
      return; // another close has unmapped the memory
    }
    try {
      if (guards != null) {
        guards.endScopes();
      }
      if (checked != null) {
        checked.endScopes();
      }
    } finally {
      small().gate().leave();
    }
  }

  @Override
  void beforeUnmap() {
    if (!small().gate().tryEnter()) {
      return; // another close has unmapped the memory
    }
    try {
      if (checked != null) {
        checked.close("hakmem " + number(), guards);
      }
      if (guards != null) {
        guards.close();
      }
    } finally {
      small().gate().leave();
    }
  }
}
