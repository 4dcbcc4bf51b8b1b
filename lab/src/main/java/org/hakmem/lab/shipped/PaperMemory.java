package org.hakmem.lab.shipped;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.lang.foreign.MemorySegment;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * One superslab of addresses without memory behind them: model checkers don't see off-heap
 * accesses, and the allocator makes none for its own state.
 */
public final class PaperMemory implements OsMemory {

  /** Is told of each purge, before it is done. */
  public interface PurgeListener {
    /** These bytes will read as zero. */
    void purged(long address, long bytes);
  }

  private static final long BASE = 1L << 40;

  private volatile PurgeListener listener = (address, bytes) -> {};
  private volatile boolean handedOut;

  /** Sets who is told of purges. */
  public void onPurge(PurgeListener told) {
    listener = told;
  }

  @Override
  public long windowBase() {
    return BASE;
  }

  @Override
  public long windowBytes() {
    return SUPERSLAB_BYTES;
  }

  @Override
  public @Nullable Stretch reserve(long minBytes) {
    if (handedOut) {
      return null;
    }
    handedOut = true;
    return new Stretch(BASE, SUPERSLAB_BYTES);
  }

  @Override
  public boolean commit(long address, long bytes) {
    return true;
  }

  /** All threads seem to run on one carrier: a scenario has one thread that does. */
  @Override
  public long currentCarrier() {
    return 1;
  }

  @Override
  public boolean canFenceThreads() {
    return true;
  }

  /** Nothing to do where every access is seen at once, as model checkers have it. */
  @Override
  public boolean fenceThreads() {
    return true;
  }

  @Override
  public boolean canPurge() {
    return true;
  }

  @Override
  public boolean purge(long address, long bytes) {
    listener.purged(address, bytes);
    return true;
  }

  @Override
  public long map(long bytes, long alignment) {
    return 0;
  }

  @Override
  public boolean unmap(long address, long bytes) {
    throw new IllegalStateException("nothing is mapped");
  }

  @Override
  public long remap(long address, long oldBytes, long newBytes) {
    return 0;
  }

  @Override
  public long pageBytes() {
    return 4096;
  }

  @Override
  public long reservedBytes() {
    return SUPERSLAB_BYTES;
  }

  @Override
  public long residentBytes() {
    return -1;
  }

  @Override
  public MemorySegment around(long address) {
    throw new IllegalStateException("there is no memory");
  }

  @Override
  public void close() {}
}
