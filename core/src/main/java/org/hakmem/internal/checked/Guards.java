package org.hakmem.internal.checked;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import org.hakmem.CorruptionException;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.arena.BlockSource;
import org.hakmem.internal.memory.GuardedPages;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.superslab.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on OS pages of their own between pages that can't be accessed. A block ends where its
 * pages do, or as few bytes before as its alignment wants, so that an overrun faults at once. After
 * the free its pages can't be accessed either, until the memory is needed for others.
 *
 * <pre>
 *   guard page │ canary │ block │ canary, less than the alignment │ guard page
 * </pre>
 *
 * <p>Any thread may call any method. One lock guards all changes; to find a block takes none.
 */
public final class Guards {

  /** A block on more bytes is not guarded. */
  private static final long MAX_BYTES = SizeClasses.MOST_BYTES;

  /** No more blocks are guarded while this many are live. */
  private static final int MAX_LIVE = 256;

  /** Freed blocks that stay inaccessible. */
  private static final int MAX_FREED = 128;

  /** Frames of a stack in the file, whose records have a fixed size. */
  private static final int MAX_FRAMES = 12;

  private static final long GRAIN = 16;

  private final int sample;
  private final OsMemory os;
  private final Budget budget;
  private final GuardedPages pages = new GuardedPages();
  private final GuardFile file;

  /** Live blocks and freed ones whose pages are still mapped, by the address of their pages. */
  private final ConcurrentSkipListMap<Long, Guarded> blocks = new ConcurrentSkipListMap<>();

  private final ArrayDeque<Guarded> freed = new ArrayDeque<>(MAX_FREED + 2);
  private final BitSet places = new BitSet();
  private int live;
  private long liveBytes;
  private long total;
  private boolean closed;

  /** A block and where its record is. */
  private record Guarded(CheckedBlock block, int place) {}

  /**
   * None yet.
   *
   * @param sample one in this many allocations is guarded
   * @param os the allocator's memory, which can make segments of any address
   * @param budget pays for the pages of live blocks
   * @param allocator the allocator's number
   */
  public Guards(int sample, OsMemory os, Budget budget, int allocator) {
    this.sample = sample;
    this.os = os;
    this.budget = budget;
    this.file = new GuardFile(allocator);
    boolean done = false;
    try {
      rehearse();
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Goes once through all that calls do, so that later ones initialise no classes. */
  private void rehearse() {
    long address = guard(1, 1);
    if (address != 0) {
      describe(address);
      free(address);
      Guarded guarded = freed.poll();
      if (guarded != null) {
        unmap(guarded);
      }
      file.close();
      total = 0;
    }
  }

  /**
   * Guards the allocation if chance chooses it.
   *
   * @param bytes not negative
   * @param alignment a power of two
   * @param weight how many allocations this one stands for
   * @return the block's address, or 0 if it is not chosen or can't be guarded
   */
  public long tryAllocate(long bytes, long alignment, int weight) {
    if (ThreadLocalRandom.current().nextInt(sample) >= weight
        || bytes > MAX_BYTES
        || alignment > pages.pageBytes()) {
      return 0;
    }
    Room.ensure();
    return guard(bytes, Math.max(alignment, GRAIN));
  }

  private long guard(long bytes, long alignment) {
    Origin origin = Origin.capture();
    long span = pages.innerBytes(bytes);
    synchronized (this) {
      if (closed || live >= MAX_LIVE || !budget.trySpend(span)) {
        return 0;
      }
      long start = 0;
      boolean done = false;
      try {
        start = pages.map(span);
        if (start == 0) {
          return 0;
        }
        long address = start + span - bytes & -alignment;
        CheckedBlock block = new CheckedBlock(start, span, address, bytes, origin);
        block.fillAround(os);
        Guarded guarded = new Guarded(block, places.nextClearBit(0));
        file.write(guarded.place(), record(guarded));
        places.set(guarded.place());
        blocks.put(start, guarded);
        live++;
        liveBytes += bytes;
        total++;
        done = true;
        return address;
      } finally { // there may be no Java heap
        if (!done) {
          if (start != 0) {
            pages.unmap(start, span);
          }
          budget.refund(span);
        }
      }
    }
  }

  private String record(Guarded guarded) {
    CheckedBlock block = guarded.block();
    String state = block.freed() == null ? "live" : "freed, its pages can't be accessed";
    return "\nblock 0x"
        + Long.toHexString(block.address())
        + " to 0x"
        + Long.toHexString(block.end())
        + ", "
        + block.bytes()
        + " bytes, pages 0x"
        + Long.toHexString(block.span())
        + " to 0x"
        + Long.toHexString(block.spanEnd())
        + ", "
        + state
        + "\n"
        + Findings.stacks(block, MAX_FRAMES);
  }

  /** Whether the address lies in a guarded block or its pages, or in those beside them. */
  public boolean owns(long address) {
    return find(address) != null;
  }

  private @Nullable Guarded find(long address) {
    if (blocks.isEmpty()) {
      return null;
    }
    long page = pages.pageBytes();
    Map.Entry<Long, Guarded> below = blocks.floorEntry(address + page);
    Guarded guarded = below == null ? null : below.getValue();
    return guarded != null && address < guarded.block().spanEnd() + page ? guarded : null;
  }

  private Guarded require(long address) {
    Guarded guarded = find(address);
    if (guarded == null) {
      throw Findings.unknown(address);
    }
    CheckedBlock block = guarded.block();
    if (block.address() != address || !block.isLive()) {
      throw Findings.invalid(block, address);
    }
    return guarded;
  }

  /**
   * Frees a guarded block.
   *
   * @throws InvalidFreeException if no live block begins at {@code address}
   * @throws CorruptionException if bytes around it were written; the block is free then
   * @throws IllegalStateException if a call of native code has its segment
   */
  public void free(long address) {
    Room.ensure();
    Guarded guarded = require(address);
    Origin origin = Origin.capture();
    CheckedBlock block = takeBusy(guarded);
    CorruptionException overrun = null;
    boolean done = false;
    try {
      block.noteFree(origin);
      Damage damage = Damage.around(os, block);
      overrun = damage == null ? null : Findings.overrun(block, damage);
      block.endScope();
      done = true;
    } finally {
      if (!done) {
        block.putBack();
      }
    }
    release(guarded, origin);
    if (overrun != null) {
      throw overrun;
    }
  }

  /** Keeps other threads from freeing a block. */
  private static CheckedBlock takeBusy(Guarded guarded) {
    CheckedBlock block = guarded.block();
    if (!block.casBusy()) {
      throw Findings.invalid(block, block.address());
    }
    return block;
  }

  /** Frees a busy block. What may fail comes last, and is of no consequence. */
  private synchronized void release(Guarded guarded, Origin origin) {
    CheckedBlock block = guarded.block();
    block.setFreed(origin);
    live--;
    liveBytes -= block.bytes();
    pages.forbid(block.span(), block.spanBytes());
    budget.refund(block.spanBytes());
    try {
      freed.add(guarded);
      file.write(guarded.place(), record(guarded));
      while (freed.size() > MAX_FREED) {
        unmap(freed.remove());
      }
    } catch (OutOfMemoryError | StackOverflowError e) { // its pages stay, or its record says "live"
    }
  }

  /**
   * Resizes a guarded block by moving it into one of {@code target}'s.
   *
   * @param bytes not negative
   * @throws InvalidFreeException if no live block begins at {@code address}
   * @throws CorruptionException if bytes around it were written
   * @throws OutOfMemoryError as {@code target} throws it
   * @throws IllegalStateException if a call of native code has its segment
   */
  public long resize(long address, long bytes, long alignment, BlockSource target) {
    Room.ensure();
    Guarded guarded = require(address);
    Origin origin = Origin.capture();
    CheckedBlock block = takeBusy(guarded);
    long moved = 0;
    boolean done = false;
    try {
      block.requireWhole(os);
      boolean mayStay = bytes <= block.bytes() && (address & (alignment - 1)) == 0;
      moved = allocate(target, bytes, alignment, mayStay);
      if (moved == 0) {
        return address;
      }
      block.copyTo(os, moved, bytes);
      block.endScope();
      done = true;
    } finally {
      if (!done) {
        block.putBack();
        if (moved != 0) {
          target.free(moved);
        }
      }
    }
    release(guarded, origin);
    return moved;
  }

  /** Allocates what a block is to move to; 0 if there is no memory, and the block may stay. */
  private static long allocate(BlockSource target, long bytes, long alignment, boolean mayStay) {
    try {
      return target.allocate(bytes, Math.max(alignment, GRAIN));
    } catch (OutOfMemoryError e) {
      if (!mayStay) {
        throw e;
      }
      return 0;
    }
  }

  /** Undoes {@link #tryAllocate}, for its caller, who could not go on. */
  public void takeBack(long address) {
    Guarded guarded = find(address);
    if (guarded != null && guarded.block().casBusy()) {
      release(guarded, guarded.block().allocated());
    }
  }

  private void unmap(Guarded guarded) {
    CheckedBlock block = guarded.block();
    blocks.remove(block.span());
    places.clear(guarded.place());
    file.write(guarded.place(), "");
    pages.unmap(block.span(), block.spanBytes());
  }

  /**
   * Returns exactly the bytes that were asked for.
   *
   * @throws InvalidFreeException if no live block begins at {@code address}
   */
  public long usableSize(long address) {
    return require(address).block().bytes();
  }

  /**
   * Returns a segment over the first bytes of the live block at {@code address}, whose scope ends
   * with the block's free.
   */
  public MemorySegment scoped(long address, long bytes) {
    MemorySegment whole = require(address).block().scoped();
    return whole.byteSize() == bytes ? whole : whole.asSlice(0, bytes);
  }

  /** Returns what is known of the block that {@code address} lies in or beside, or null. */
  public @Nullable String describe(long address) {
    Guarded guarded = find(address);
    return guarded == null ? null : Findings.describe(guarded.block(), address);
  }

  /**
   * Ends the segments of all live blocks.
   *
   * @throws IllegalStateException if a call of native code has one; others may have ended
   */
  public void endScopes() {
    for (Guarded guarded : blocks.values()) {
      guarded.block().endScope();
    }
  }

  /** Adds what is live. */
  void addTo(Leaks leaks) {
    for (Guarded guarded : blocks.values()) {
      if (guarded.block().isLive()) {
        leaks.add(guarded.block());
      }
    }
  }

  /** Unmaps all blocks and deletes the file. */
  public synchronized void close() {
    closed = true;
    for (Guarded guarded : blocks.values()) {
      CheckedBlock block = guarded.block();
      pages.unmap(block.span(), block.spanBytes());
    }
    blocks.clear();
    freed.clear();
    file.close();
  }

  /** Returns the number of live guarded blocks. */
  public synchronized int liveBlocks() {
    return live;
  }

  /** Returns the bytes that the program asked for in live guarded blocks. */
  public synchronized long liveBytes() {
    return liveBytes;
  }

  /** Returns how many blocks were guarded in all. */
  public synchronized long total() {
    return total;
  }
}
