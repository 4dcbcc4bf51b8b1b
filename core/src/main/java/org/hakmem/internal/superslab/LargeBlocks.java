package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;
import static org.hakmem.internal.memory.Geometry.pagesFor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hakmem.internal.memory.MappingTable;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are too large for slabs: runs of pages in the window up to {@link #MOST_RUN_BYTES},
 * mappings of their own above and for alignments beyond a superslab's.
 *
 * <p>Any thread may call any method. Progress: lock-free. Whatever may fail for want of Java heap
 * comes before a system call that gives, moves or takes memory; what follows can't fail.
 */
public final class LargeBlocks {

  /** A block up to this many bytes is a run of the window, whose memory is kept for a while. */
  public static final long MOST_RUN_BYTES = 16L * SUPERSLAB_BYTES;

  private static final long MOST_PAGES = Integer.MAX_VALUE;

  private final SuperslabPool pool;
  private final OsMemory os;
  private final Budget budget;

  /** Blocks with a mapping of their own. */
  private final MappingTable<LargeBlock> mapped = new MappingTable<>();

  /** How many of them are stuck: the system refused to unmap them. */
  private final AtomicInteger stuck = new AtomicInteger();

  /** Large blocks from the given pool and, if huge, system. */
  public LargeBlocks(SuperslabPool pool, OsMemory os, Budget budget) {
    this.pool = pool;
    this.os = os;
    this.budget = budget;
  }

  /**
   * Allocates a block.
   *
   * @param bytes at least 1
   * @param alignment a power of two
   * @return the block, or null if limit or system refuse
   */
  public @Nullable LargeBlock allocate(long bytes, long alignment) {
    if (bytes > MOST_PAGES << PAGE_SHIFT) {
      return null;
    }
    int pages = (int) pagesFor(bytes);
    if (bytes <= MOST_RUN_BYTES && alignment <= SUPERSLAB_BYTES) {
      int alignmentPages = Math.max(1, (int) (alignment >>> PAGE_SHIFT));
      LargeBlock block = pool.allocate(pages, alignmentPages, new BlockMaker(pages));
      if (block != null) {
        return block;
      }
    }
    return map(pages, Math.max(alignment, PAGE_BYTES));
  }

  private record BlockMaker(int pages) implements SuperslabPool.RunMaker<LargeBlock> {
    @Override
    public LargeBlock make(long address, boolean zeroed) {
      return LargeBlock.run(address, pages, zeroed);
    }
  }

  private @Nullable LargeBlock map(int pages, long alignment) {
    unmapStuck();
    long bytes = (long) pages << PAGE_SHIFT;
    LargeBlock block = LargeBlock.mapping(pages, true);
    if (!budget.trySpend(bytes)) {
      return null;
    }
    long address = 0;
    long begun = pool.events().begin();
    try {
      mapped.add(block);
      address = os.map(bytes, alignment);
    } finally { // there may be no Java heap for the entry
      if (address == 0) {
        block.end();
        budget.refund(bytes);
      }
    }
    if (address == 0) {
      return null;
    }
    block.place(address);
    pool.events().commit(address, bytes, begun);
    return block;
  }

  /** The block that {@code address} lies in, for its holder; for others perhaps null. */
  public @Nullable LargeBlock find(long address) {
    if (pool.runAt(address) instanceof LargeBlock block) {
      return block;
    }
    return mapped.find(address);
  }

  /** Frees a block; false if it was free already. */
  public boolean free(LargeBlock block) {
    boolean taken = take(block);
    if (taken) {
      release(block);
    }
    return taken;
  }

  /**
   * Takes a block as if it were freed: who frees it meanwhile is told that it is free, and nothing
   * happens to it.
   *
   * @return false if it was free already; otherwise the caller releases it or puts it back
   */
  public boolean take(LargeBlock block) {
    return block.take();
  }

  /** Makes a block that the caller took its holder's again. */
  public void putBack(LargeBlock block) {
    block.putBack();
  }

  /** Gives the memory of a block back that the caller took. Needs no Java heap. */
  public void release(LargeBlock block) {
    if (block.isMapping()) {
      block.hide();
      unmap(block);
      mapped.tidy();
    } else {
      pool.release(block);
    }
  }

  /**
   * Unmaps a hidden block. If the system refuses, it is stuck, and spent only as long as its
   * physical memory can't be given back either.
   */
  private void unmap(LargeBlock block) {
    long bytes = block.bytes();
    long begun = pool.events().begin();
    boolean unmapped = os.unmap(block.address(), bytes);
    boolean freed = unmapped || os.purge(block.address(), bytes);
    if (freed && block.isPaid()) {
      budget.refund(bytes);
    }
    if (unmapped) {
      block.end();
    } else {
      block.stick(block.isPaid() && !freed);
      stuck.incrementAndGet();
    }
    if (freed) {
      pool.events().purge(block.address(), bytes, begun);
    }
  }

  /** Tries again to unmap what the system refused to. */
  public void unmapStuck() {
    if (stuck.get() != 0) {
      mapped.forEach(new Unstick());
    }
  }

  /** Not a lambda, which slow paths do without. */
  private final class Unstick implements Consumer<LargeBlock> {
    @Override
    public void accept(LargeBlock block) {
      if (block.tryUnstick()) {
        stuck.decrementAndGet();
        unmap(block);
      }
    }
  }

  /**
   * Resizes a block without copying it: pages behind it are given up or taken, a mapping is moved
   * by the system.
   *
   * @return the block in its place, or null if that can't be done, and nothing changed
   */
  public @Nullable LargeBlock resize(LargeBlock block, long bytes) {
    if (bytes > MOST_PAGES << PAGE_SHIFT) {
      return null;
    }
    int pages = (int) pagesFor(bytes);
    if (pages == block.pages()) {
      return block.isLive() ? block : null;
    }
    if (!take(block)) {
      return null;
    }
    LargeBlock resized = null;
    try {
      resized = replace(block, pages);
    } finally {
      if (resized == null) {
        putBack(block);
      }
    }
    return resized;
  }

  private @Nullable LargeBlock replace(LargeBlock block, int pages) {
    if (block.isMapping()) {
      return (long) pages << PAGE_SHIFT <= MOST_RUN_BYTES ? null : remap(block, pages);
    }
    if (pages > block.pages()) {
      return pool.lengthen(block, pages - block.pages(), new BlockMaker(pages));
    }
    // A span of superslabs is not cut down to less than one: it would hold up its first.
    if (block.pages() > SUPERSLAB_PAGES && pages <= SUPERSLAB_PAGES) {
      return null;
    }
    LargeBlock shorter = LargeBlock.run(block.address(), pages, false);
    pool.shorten(block, shorter);
    return shorter;
  }

  private @Nullable LargeBlock remap(LargeBlock block, int pages) {
    long growth = (long) (pages - block.pages()) << PAGE_SHIFT;
    LargeBlock moved = LargeBlock.mapping(pages, false);
    mapped.add(moved);
    if (growth > 0 && !budget.trySpend(growth)) {
      moved.end();
      return null;
    }
    // Hidden first: once the system moved it, its old addresses may be another block's.
    long begun = pool.events().begin();
    block.hide();
    long address = 0;
    try {
      address = os.remap(block.address(), block.bytes(), (long) pages << PAGE_SHIFT);
    } finally {
      if (address == 0) {
        moved.end();
        block.show();
      } else {
        block.end();
        moved.place(address);
      }
      budget.refund(address == 0 ? Math.max(growth, 0) : Math.max(-growth, 0));
    }
    if (address == 0) {
      return null;
    }
    tellResized(moved, growth, begun);
    return moved;
  }

  private void tellResized(LargeBlock block, long growth, long begun) {
    if (growth > 0) {
      pool.events().commit(block.address() + block.bytes() - growth, growth, begun);
    } else {
      pool.events().purge(block.address() + block.bytes(), -growth, begun);
    }
  }

  /** Usable bytes of the blocks with a mapping of their own. */
  public long mappedBytes() {
    return mapped.presentBytes();
  }

  /** Number of blocks with a mapping of their own. */
  public int mappedBlocks() {
    return mapped.presentCount();
  }
}
