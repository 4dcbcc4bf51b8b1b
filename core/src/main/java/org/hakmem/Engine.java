package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.heap.SmallAllocator;
import org.hakmem.internal.memory.OsMemories;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.memory.RawMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.LargeBlock;
import org.hakmem.internal.superslab.LargeBlocks;
import org.hakmem.internal.superslab.PageMap;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Hakmem} puts together: blocks in slabs, large blocks, the limit, and the memory
 * below.
 */
final class Engine {

  private final HakmemConfig config;
  private final OsMemory os;
  private final RawMemory raw;
  private final Budget budget;
  private final SuperslabPool pool;
  private final PageMap pageMap;
  private final LargeBlocks large;
  private final SmallAllocator small;
  private final AtomicBoolean closed = new AtomicBoolean();

  Engine(HakmemConfig config, OsMemory os) {
    this.config = config;
    this.os = os;
    this.raw = new RawMemory(os);
    this.budget = new Budget(config.maxBytes());
    this.pool = new SuperslabPool(os, budget);
    this.pageMap = PageMap.of(os.windowBase(), os.windowBytes());
    this.large = new LargeBlocks(pool, os, budget);
    this.small = new SmallAllocator(config, os, pool, pageMap);
  }

  static Engine open(HakmemConfig config) {
    return new Engine(
        config,
        OsMemories.open(config.reservationBytes(), config.hugePages(), config.portableMemory()));
  }

  SmallAllocator small() {
    return small;
  }

  PageMap pageMap() {
    return pageMap;
  }

  OsMemory os() {
    return os;
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this allocator is closed");
    }
  }

  /** Allocates in the given class, or if that is none as a large block. */
  long allocate(long bytes, int sizeClass, long alignment) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    long address = tryAllocate(bytes, sizeClass, alignment);
    if (address == 0) {
      small.trim();
      address = tryAllocate(bytes, sizeClass, alignment);
    }
    if (address == 0) {
      throw outOfMemory(bytes);
    }
    return address;
  }

  private long tryAllocate(long bytes, int sizeClass, long alignment) {
    if (sizeClass >= 0) {
      return small.allocate(sizeClass);
    }
    requireOpen();
    small.ensureStack();
    LargeBlock block = large.allocate(Math.max(bytes, 1), alignment);
    return block == null ? 0 : block.address();
  }

  private OutOfMemoryError outOfMemory(long bytes) {
    String limit =
        config.maxBytes() == Long.MAX_VALUE
            ? "the operating system refuses more"
            : "the limit is " + config.maxBytes() + " bytes (org.hakmem.maxBytes)";
    return new OutOfMemoryError(
        "can't allocate " + bytes + " bytes: " + limit + ", " + budget.spent() + " are in use");
  }

  void free(long address, int sizeClass) {
    if (address == 0) {
      return;
    }
    if (sizeClass >= 0) {
      if (!SizeClasses.mayStartBlock(address)) {
        throw small.invalidFree(address);
      }
      small.free(sizeClass, address);
      return;
    }
    requireOpen();
    small.ensureStack();
    if (!large.free(largeBlock(address))) {
      throw new InvalidFreeException(address, "freed twice");
    }
    small.memoryFreed();
  }

  private LargeBlock largeBlock(long address) {
    LargeBlock block = large.find(address);
    if (block == null) {
      throw small.invalidFree(address);
    }
    if (block.address() != address) {
      throw new InvalidFreeException(
          address,
          "inside a block of "
              + block.bytes()
              + " bytes, "
              + (address - block.address())
              + " bytes after its start");
    }
    return block;
  }

  long usableSize(long address) {
    requireOpen();
    return pageMap.classAt(address) >= 0
        ? small.slabOfBlock(address).blockBytes()
        : largeBlock(address).bytes();
  }

  /** The address of the resized block, or 0 if it must move; nothing changed then. */
  long resizeInPlace(long address, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    requireOpen();
    if (pageMap.classAt(address) >= 0) {
      Slab slab = small.slabOfBlock(address);
      // Half a block or less is worth a move: otherwise a shrunk block would waste what it gave up.
      return bytes <= slab.blockBytes() && bytes > slab.blockBytes() / 2 ? address : 0;
    }
    LargeBlock block = largeBlock(address);
    if (bytes <= SizeClasses.MOST_BYTES) {
      return 0;
    }
    small.ensureStack();
    LargeBlock resized = large.resize(block, bytes);
    small.memoryFreed();
    return resized == null ? 0 : resized.address();
  }

  /** Zeroes a block just allocated, but for memory that the system gave as zero. */
  long zeroed(long address, long bytes) {
    LargeBlock block = pageMap.classAt(address) >= 0 ? null : large.find(address);
    if (block == null || !block.zeroed()) {
      raw.zero(address, bytes);
    }
    return address;
  }

  void copy(long from, long to, long bytes) {
    raw.copy(from, to, bytes);
  }

  MemorySegment segment(long address, long bytes) {
    return raw.segment(address, bytes);
  }

  long trim() {
    requireOpen();
    return small.trim();
  }

  HakmemStats stats() {
    requireOpen();
    return Snapshot.of(small.census(), pool, large, budget, os);
  }

  /** The first fault found in a quiet allocator, or null. */
  @Nullable String firstFault() {
    return small.census().firstFault();
  }

  void close() {
    if (closed.compareAndSet(false, true)) {
      small.close();
      os.close();
    }
  }
}
