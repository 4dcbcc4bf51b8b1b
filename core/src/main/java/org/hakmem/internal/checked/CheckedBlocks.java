package org.hakmem.internal.checked;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.CorruptionException;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.memory.Geometry;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are checked as thoroughly as Java can: each lies between canaries and is known by its
 * exact size, with the stacks that allocated and freed it. A freed one is filled with a pattern and
 * waits in quarantine, and is verified before its memory goes back to the allocator below.
 *
 * <p>Any thread may call any method. A call that throws has changed nothing, except that a {@code
 * free} that throws {@link CorruptionException} has freed the block. What needs Java heap or much
 * of the stack comes before the first change.
 */
public final class CheckedBlocks {

  /** What gives the memory. Any thread may call any method. */
  public interface Spans {

    /** Returns the address of a block, or 0 if limit or system refuse. */
    long tryAllocate(long bytes, long alignment);

    /** Frees a block just allocated, which its caller could not use. Needs no Java heap. */
    void takeBack(long address);

    /** Frees a block; does nothing once the allocator is closed, as all memory is gone then. */
    void free(long address);
  }

  private static final long GRAIN = 16;

  /** Blocks aligned to more than this have a canary behind them only. */
  private static final long MAX_FRONT = 1 << 12;

  /** Larger requests are left to the allocator below, which refuses them. */
  private static final long MAX_BYTES = Long.MAX_VALUE >>> 1;

  private final Spans below;
  private final OsMemory os;
  private final boolean binds;
  private final Quarantine quarantine;

  private final BlockTable blocks = new BlockTable();

  private final AtomicLong liveBlocks = new AtomicLong();
  private final AtomicLong liveBytes = new AtomicLong();
  private final AtomicLong lateWrites = new AtomicLong();

  /**
   * No blocks yet.
   *
   * @param below gives the memory
   * @param binds whether segments can have scopes of their own
   * @param quarantineBytes bytes of freed blocks that wait at most
   */
  public CheckedBlocks(Spans below, OsMemory os, boolean binds, long quarantineBytes) {
    this.below = below;
    this.os = os;
    this.binds = binds;
    this.quarantine = new Quarantine(quarantineBytes);
    Rehearsal.of(this);
    quarantine.forget();
  }

  /**
   * Allocates a block filled with {@link Fill#FRESH}.
   *
   * @param bytes not negative
   * @param alignment a power of two
   * @return its address, or 0 if limit or system refuse
   */
  public long tryAllocate(long bytes, long alignment) {
    Room.ensure();
    CheckedBlock block = tryMake(bytes, alignment);
    return block == null ? 0 : block.address();
  }

  private @Nullable CheckedBlock tryMake(long bytes, long alignment) {
    Origin origin = Origin.capture();
    long front = alignment > MAX_FRONT ? 0 : Math.max(alignment, GRAIN);
    long room = Geometry.alignUp(Math.min(bytes, MAX_BYTES), GRAIN);
    long span = below.tryAllocate(front + room + GRAIN, Math.max(alignment, GRAIN));
    if (span == 0) {
      return null;
    }
    CheckedBlock block = null;
    boolean done = false;
    try {
      block = new CheckedBlock(span, front + room + GRAIN, span + front, bytes, origin);
      block.fillAround(os);
      Fill.FRESH.fill(os, block.address(), block.end());
      blocks.put(block);
      liveBlocks.getAndIncrement();
      liveBytes.getAndAdd(bytes);
      done = true;
      return block;
    } finally { // there may be no Java heap for the entry, or only then
      if (!done) {
        if (block != null) {
          block.setFreed(origin);
        }
        below.takeBack(span);
      }
    }
  }

  /**
   * Frees a block.
   *
   * @throws InvalidFreeException if it is not live
   * @throws CorruptionException if bytes around it were written; the block is free then
   * @throws IllegalStateException if a call of native code has its segment
   */
  public void free(long address) {
    Room.ensure();
    CheckedBlock block = live(address);
    Origin origin = Origin.capture();
    if (!block.casBusy()) {
      throw Findings.invalid(block, address);
    }
    CorruptionException overrun = null;
    boolean done = false;
    try {
      block.noteFree(origin);
      Damage damage = Damage.around(os, block);
      overrun = damage == null ? null : Findings.overrun(block, damage);
      endScope(block);
      done = true;
    } finally {
      if (!done) {
        block.putBack();
      }
    }
    release(block, origin);
    if (overrun != null) {
      throw overrun;
    }
  }

  /** Ends the scope of a busy block's segment; if it throws, the scope has not ended. */
  private static void endScope(CheckedBlock block) {
    try {
      block.endScope();
    } catch (Throwable t) { // refused, or no memory or stack for it
      if (block.isScopeAlive()) {
        throw t;
      }
    }
  }

  /** Frees a busy block whose segment has ended. Needs no Java heap. */
  private void release(CheckedBlock block, Origin origin) {
    Fill.FREED.fill(os, block.address(), block.end());
    block.fillAround(os);
    block.setFreed(origin);
    liveBlocks.getAndDecrement();
    liveBytes.getAndAdd(-block.bytes());
    if (quarantine.accepts(block)) {
      quarantine.add(block);
    } else {
      giveBack(block);
    }
    for (CheckedBlock excess = quarantine.pollExcess();
        excess != null;
        excess = quarantine.pollExcess()) {
      giveBack(excess);
    }
  }

  /**
   * Verifies a freed block and gives its memory back. What it finds is logged, because no caller is
   * to blame.
   */
  private void giveBack(CheckedBlock block) {
    try {
      Damage damage = Damage.afterFree(os, block);
      if (damage != null) {
        lateWrites.getAndIncrement();
        Findings.warn(Findings.lateWrite(block, damage));
      }
      quarantine.remember(block);
    } catch (OutOfMemoryError | StackOverflowError e) { // no room for the words; it was counted
    } finally {
      below.free(block.span());
      blocks.remove(block); // its memory may be another's already
    }
  }

  /** Verifies all freed blocks and gives their memory back. */
  public void emptyQuarantine() {
    for (CheckedBlock block = quarantine.poll(); block != null; block = quarantine.poll()) {
      giveBack(block);
    }
  }

  /**
   * Resizes a block, always by moving it, so that its old address is never valid again.
   *
   * @param bytes not negative
   * @throws InvalidFreeException if it is not live
   * @throws CorruptionException if bytes around it were written
   * @throws IllegalStateException if a call of native code has its segment
   * @return its new address, or 0 if limit or system refuse, and nothing has changed
   */
  public long tryResize(long address, long bytes, long alignment) {
    Room.ensure();
    CheckedBlock block = live(address);
    Origin origin = Origin.capture();
    if (!block.casBusy()) {
      throw Findings.invalid(block, address);
    }
    CheckedBlock moved = null;
    boolean done = false;
    try {
      block.requireWhole(os);
      moved = tryMake(bytes, alignment);
      if (moved == null) {
        return 0;
      }
      if (block.isScoped()) {
        moved.scoped();
      }
      block.copyTo(os, moved.address(), bytes);
      endScope(block);
      done = true;
    } finally {
      if (!done) {
        block.putBack();
        if (moved != null) {
          discard(moved);
        }
      }
    }
    release(block, origin);
    return moved.address();
  }

  /**
   * Undoes {@link #tryAllocate}, for its caller, who could not go on. Needs no Java heap but to
   * find the block.
   */
  public void takeBack(long address) {
    CheckedBlock block = blocks.at(address);
    if (block != null && block.casBusy()) {
      discard(block);
    }
  }

  /** Undoes {@link #tryMake}. */
  private void discard(CheckedBlock block) {
    block.endScope();
    block.setFreed(block.allocated());
    liveBlocks.getAndDecrement();
    liveBytes.getAndAdd(-block.bytes());
    below.takeBack(block.span());
    blocks.remove(block); // its memory may be another's already
  }

  /**
   * Returns exactly the bytes that were asked for.
   *
   * @throws InvalidFreeException if it is not live
   */
  public long usableSize(long address) {
    return live(address).bytes();
  }

  /**
   * Returns a segment over the live block at {@code address}, with a scope that ends when the block
   * is freed if the memory can be bound to one.
   */
  public MemorySegment scoped(long address, long bytes) {
    if (!binds) {
      return os.segment(address, bytes);
    }
    MemorySegment whole = live(address).scoped();
    return whole.byteSize() == bytes ? whole : whole.asSlice(0, bytes); // it may have stayed longer
  }

  private CheckedBlock live(long address) {
    CheckedBlock block = blocks.at(address);
    if (block == null || !block.isLive()) {
      throw invalid(address);
    }
    return block;
  }

  /** Returns the exception for an address that no live block begins at. */
  public InvalidFreeException invalid(long address) {
    CheckedBlock block = near(address);
    return block == null ? Findings.unknown(address) : Findings.invalid(block, address);
  }

  /** Returns the exception for a segment that ended, at whose address may be another block. */
  public InvalidFreeException ended(long address) {
    CheckedBlock block = blocks.at(address);
    if (block == null || block.isLive()) {
      block = quarantine.remembered(address);
    }
    return block == null ? Findings.ended(address) : Findings.invalid(block, address);
  }

  /** Returns what is known of the block that {@code address} lies in or beside, or null. */
  public @Nullable String describe(long address) {
    CheckedBlock block = near(address);
    return block == null ? null : Findings.describe(block, address);
  }

  /** Finds the block at {@code address}, the last one that was there, or one whose span has it. */
  private @Nullable CheckedBlock near(long address) {
    CheckedBlock block = blocks.near(address);
    return block == null ? quarantine.remembered(address) : block;
  }

  /**
   * Ends the segments of all live blocks.
   *
   * @throws IllegalStateException if a call of native code has one; others may have ended
   */
  public void endScopes() {
    Room.ensure();
    for (CheckedBlock block : blocks.all()) {
      if (block.isLive()) {
        block.endScope();
      }
    }
  }

  /**
   * Verifies all memory and logs what is still live. To be called before the memory is unmapped.
   *
   * @param name the allocator, for the log
   * @param guards blocks that are guarded instead, if there are any
   */
  public void close(String name, @Nullable Guards guards) {
    Room.ensure();
    emptyQuarantine();
    Leaks leaks = new Leaks();
    for (CheckedBlock block : blocks.all()) {
      if (block.isLive()) {
        leaks.add(block);
        Damage damage = Damage.around(os, block);
        if (damage != null) {
          Findings.warn(Findings.overrunLeak(block, damage));
        }
      }
    }
    if (guards != null) {
      guards.addTo(leaks);
    }
    leaks.log(name);
  }

  /** Returns the number of live blocks. */
  public long liveBlocks() {
    return liveBlocks.get();
  }

  /** Returns the bytes that the program asked for in live blocks. */
  public long liveBytes() {
    return liveBytes.get();
  }

  /** Returns the number of freed blocks that wait. */
  public long quarantinedBlocks() {
    return quarantine.blocks();
  }

  /** Returns the bytes of freed blocks that wait, with those around them. */
  public long quarantinedBytes() {
    return quarantine.bytes();
  }

  /** Returns how many freed blocks were found written. */
  public long lateWrites() {
    return lateWrites.get();
  }
}
