package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;
import static org.hakmem.internal.memory.Geometry.pagesFor;

import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are too large for slabs: runs of pages in the window up to {@link #MOST_RUN_BYTES},
 * mappings of their own above and for alignments beyond a superslab's.
 *
 * <p>Any thread may call any method. Progress: lock-free.
 */
public final class LargeBlocks {

  /** A block up to this many bytes is a run of the window, whose memory is kept for a while. */
  public static final long MOST_RUN_BYTES = 16L * SUPERSLAB_BYTES;

  /** The system moves a mapping to a multiple of its page's size, of which this is the smallest. */
  private static final long MAPPING_ALIGNMENT = 4096;

  private static final long MOST_PAGES = Integer.MAX_VALUE;

  private final SuperslabPool pool;
  private final MappedBlocks mapped;

  /** Bytes of all blocks. Any thread. */
  private final AtomicLong bytes = new AtomicLong();

  /** Large blocks from the given pool and, if huge, system. */
  public LargeBlocks(SuperslabPool pool, OsMemory os, Budget budget) {
    this.pool = pool;
    this.mapped = new MappedBlocks(os, budget, pool.events());
    pool.purgeToo(mapped);
  }

  /**
   * Allocates a block.
   *
   * @param bytes at least 1
   * @param alignment a power of two
   * @return the block, or null if limit or system refuse
   */
  public @Nullable LargeBlock allocate(long bytes, long alignment) {
    LargeBlock block = make(bytes, alignment);
    if (block != null) {
      this.bytes.addAndGet(block.bytes());
    }
    return block;
  }

  private @Nullable LargeBlock make(long bytes, long alignment) {
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
    return mapped.allocate(pages, Math.max(alignment, PAGE_BYTES));
  }

  private record BlockMaker(int pages) implements SuperslabPool.RunMaker<LargeBlock> {
    @Override
    public LargeBlock make(long address, boolean zeroed) {
      return LargeBlock.run(address, pages, zeroed);
    }
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
    bytes.addAndGet(-block.bytes());
    if (block.isMapping()) {
      mapped.release(block);
    } else {
      pool.release(block);
    }
  }

  /** Tries again to unmap what the system refused to. */
  public void unmapStuck() {
    mapped.unmapStuck();
  }

  /**
   * Resizes a block without copying it: pages behind it are given up or taken, a mapping is moved
   * by the system.
   *
   * @param alignment a power of two, which the address is a multiple of
   * @return the block in its place, or null if that can't be done, and nothing changed
   */
  public @Nullable LargeBlock resize(LargeBlock block, long bytes, long alignment) {
    boolean aligned = (block.address() & (alignment - 1)) == 0;
    boolean staysAligned = !block.isMapping() || alignment <= MAPPING_ALIGNMENT;
    if (bytes > MOST_PAGES << PAGE_SHIFT || !aligned || !staysAligned) {
      return null;
    }
    int pages = (int) pagesFor(bytes);
    return pages != block.pages() && isBetterMoved(block, pages)
        ? null
        : resizeInPlace(block, pages);
  }

  /**
   * Shrinks a block without copying it, for one that can't be moved.
   *
   * @param bytes at most the block's
   * @return as {@link #resize}
   */
  public @Nullable LargeBlock cutDown(LargeBlock block, long bytes) {
    return resizeInPlace(block, (int) pagesFor(Math.max(bytes, 1)));
  }

  /**
   * A mapping that has become small should be a run. A span of superslabs that is cut down to less
   * than one would hold up its first.
   */
  private static boolean isBetterMoved(LargeBlock block, int pages) {
    return block.isMapping()
        ? (long) pages << PAGE_SHIFT <= MOST_RUN_BYTES
        : block.pages() > SUPERSLAB_PAGES && pages <= SUPERSLAB_PAGES;
  }

  private @Nullable LargeBlock resizeInPlace(LargeBlock block, int pages) {
    if (pages == block.pages()) {
      return block.isLive() ? block : null;
    }
    if (!take(block)) {
      return null;
    }
    LargeBlock resized = null;
    try {
      resized = replace(block, pages);
      if (resized != null) {
        bytes.addAndGet(resized.bytes() - block.bytes());
      }
    } finally {
      if (resized == null) {
        putBack(block);
      }
    }
    return resized;
  }

  private @Nullable LargeBlock replace(LargeBlock block, int pages) {
    if (block.isMapping()) {
      return mapped.remap(block, pages);
    }
    if (pages > block.pages()) {
      return pool.lengthen(block, pages - block.pages(), new BlockMaker(pages));
    }
    LargeBlock shorter = LargeBlock.run(block.address(), pages, false);
    pool.shorten(block, shorter);
    return shorter;
  }

  /** Bytes of all blocks. */
  public long bytes() {
    return bytes.get();
  }

  /** Usable bytes of the blocks with a mapping of their own. */
  public long mappedBytes() {
    return mapped.bytes();
  }

  /** Number of blocks with a mapping of their own. */
  public int mappedBlocks() {
    return mapped.count();
  }
}
