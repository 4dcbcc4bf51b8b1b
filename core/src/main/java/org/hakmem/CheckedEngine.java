package org.hakmem;

import java.lang.foreign.MemorySegment;
import org.hakmem.internal.arena.BlockSource;
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
  private final class Below implements BlockSource {

    @Override
    public long allocate(long bytes, long alignment) {
      return CheckedEngine.super.allocate(bytes, SizeClasses.of(bytes, alignment), alignment);
    }

    @Override
    public boolean isZero(long address) {
      return CheckedEngine.super.isZero(address);
    }

    @Override
    public void free(long address) {
      CheckedEngine.super.free(address);
    }

    @Override
    public void wakeScavenger() {
      CheckedEngine.super.wakeScavenger();
    }

    @Override
    public void ensureStack() {
      CheckedEngine.super.ensureStack();
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
  public boolean givesOwnBlocks() {
    return checked != null;
  }

  /** The guards if the address is theirs. */
  private @Nullable Guards guardsOf(long address) {
    return guards != null && guards.owns(address) ? guards : null;
  }

  @Override
  long allocate(long bytes, int sizeClass, long alignment) {
    Refusals.requireSize(bytes);
    requireOpen();
    if (guards != null) {
      int weight = sizeClass >= 0 ? refilled : 1;
      long address = guards.tryAllocate(bytes, alignment, weight);
      if (address != 0) {
        return address;
      }
    }
    return checked != null
        ? checked.allocate(bytes, alignment)
        : super.allocate(bytes, sizeClass, alignment);
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
  public void free(long address) {
    if (!small().gate().tryEnter()) {
      return;
    }
    try {
      if (!freeRecorded(address)) {
        super.free(address);
      }
    } finally {
      small().gate().leave();
    }
  }

  @Override
  void takeBack(long address) {
    try {
      if (!freeRecorded(address)) {
        super.takeBack(address);
      }
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
  long resize(long address, long bytes) {
    Refusals.requireSize(bytes);
    requireOpen();
    Guards owner = guardsOf(address);
    if (owner != null) {
      return owner.resize(address, bytes, this);
    }
    return checked != null ? checked.resize(address, bytes) : super.resize(address, bytes);
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
  public boolean isZero(long address) {
    return checked == null && super.isZero(address);
  }

  @Override
  MemorySegment scoped(long address, long bytes) {
    if (checked == null) {
      return super.scoped(address, bytes);
    }
    Guards owner = guardsOf(address);
    return owner != null ? owner.scoped(address) : checked.scoped(address, bytes);
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
  long trim() {
    requireOpen();
    generations().endIdle(); // outside of the gate: it may run actions of the program's
    if (checked != null && small().gate().tryEnter()) {
      try {
        checked.emptyQuarantine();
      } finally {
        small().gate().leave();
      }
    }
    return super.trim();
  }

  @Override
  HakmemStats stats(long residentBytes) {
    return Snapshot.checked(super.stats(residentBytes), checked, guards);
  }

  /** Within the gate: another close may unmap the memory otherwise, or has done so already. */
  @Override
  void beforeUnmap() {
    if (!small().gate().tryEnter()) {
      return;
    }
    try {
      endBlocks();
    } finally {
      small().gate().leave();
    }
  }

  private void endBlocks() {
    if (guards != null) {
      guards.endScopes();
    }
    if (checked != null) {
      checked.close("hakmem " + number(), guards);
    }
    if (guards != null) {
      guards.close();
    }
  }
}
