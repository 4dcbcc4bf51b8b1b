package org.hakmem;

import java.lang.foreign.MemorySegment;
import org.hakmem.internal.arena.BlockSource;
import org.hakmem.internal.checked.CheckedBlocks;
import org.hakmem.internal.heap.CurrentHeap;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.superslab.PageMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose blocks are {@linkplain CheckedBlocks checked}. The fast paths find neither a heap
 * nor a page, so that every call comes here; the blocks' memory is an ordinary engine's.
 */
final class CheckedEngine extends Engine {

  /** Bytes of freed blocks that wait at most. */
  private static final long MAX_QUARANTINE_BYTES = 64 << 20;

  /** They wait in at most one part in this many of a limited memory. */
  private static final int SHARE_OF_LIMIT = 4;

  private final CheckedBlocks checked;
  private final CurrentHeap noHeaps;
  private final PageMap noPages;

  CheckedEngine(HakmemConfig config, OsMemory os) {
    super(config, os);
    noHeaps = small().noHeaps();
    noPages = new PageMap(os.windowBase(), new byte[0]);
    long quarantineBytes = Math.min(MAX_QUARANTINE_BYTES, config.maxBytes() / SHARE_OF_LIMIT);
    checked = new CheckedBlocks(new Below(), os, bindsBlocks(), quarantineBytes);
  }

  /** Whether the settings ask for one. */
  static boolean isWanted(HakmemConfig config) {
    return config.safety() == Safety.CHECKED;
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
    return noHeaps;
  }

  @Override
  PageMap pageMap() {
    return noPages;
  }

  @Override
  public boolean givesOwnBlocks() {
    return true;
  }

  @Override
  long allocate(long bytes, int sizeClass, long alignment) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    requireOpen();
    return checked.allocate(bytes, alignment);
  }

  @Override
  void free(long address, int sizeClass) {
    requireOpen();
    if (address != 0) {
      checked.free(address);
    }
  }

  @Override
  public void free(long address) {
    if (!isClosed()) {
      free(address, PageMap.NONE);
    }
  }

  @Override
  void release(long address) {
    checked.free(address);
  }

  @Override
  long resize(long address, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + ": must not be negative");
    }
    requireOpen();
    return checked.resize(address, bytes);
  }

  @Override
  long usableSize(long address) {
    requireOpen();
    return checked.usableSize(address);
  }

  /** Never: new blocks are filled with a pattern. */
  @Override
  public boolean isZero(long address) {
    return false;
  }

  @Override
  MemorySegment scoped(long address, long bytes) {
    boolean done = false;
    try {
      MemorySegment segment = checked.scoped(address, bytes);
      done = true;
      return segment;
    } finally { // there may be no Java heap for the scope
      if (!done) {
        checked.free(address);
      }
    }
  }

  @Override
  InvalidFreeException ended(long address) {
    return checked.ended(address);
  }

  @Override
  String describe(long address) {
    requireOpen();
    @Nullable String known = checked.describe(address);
    return known == null ? super.describe(address) : known;
  }

  @Override
  long trim() {
    requireOpen();
    generations().endIdle();
    checked.emptyQuarantine();
    return super.trim();
  }

  @Override
  HakmemStats stats(long residentBytes) {
    return Snapshot.checked(super.stats(residentBytes), checked);
  }

  @Override
  void beforeUnmap() {
    checked.close("hakmem " + number());
  }
}
