package org.hakmem.internal.heap;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/** Memory for addresses that nobody uses: there is none, but it says when it is committed. */
public final class NoMemory implements OsMemory {

  private static final long WINDOW_BASE = 1L << 40;
  private static final long WINDOW_BYTES = 64L * SUPERSLAB_BYTES;

  private final AtomicBoolean handedOut = new AtomicBoolean();
  private Runnable onCommit = () -> {};
  private volatile LongSupplier carrier = () -> 0;
  private volatile boolean fences;
  private volatile boolean purgesRefused;

  /** Once: what happens while the next superslab is committed. */
  public void onNextCommit(Runnable action) {
    onCommit =
        () -> {
          onCommit = () -> {};
          action.run();
        };
  }

  /** From now on all threads seem to run on this carrier. */
  public void runOn(long number) {
    carrier = () -> number;
  }

  /** From now on each thread seems to run on a carrier of its own. */
  public void runEachOnItsOwn() {
    carrier = () -> Thread.currentThread().threadId() << 20;
  }

  /** From now on all threads seem to be fenced when that is asked for. */
  public void haveFences() {
    fences = true;
  }

  @Override
  public long currentCarrier() {
    return carrier.getAsLong();
  }

  @Override
  public boolean canFenceThreads() {
    return fences;
  }

  @Override
  public boolean fenceThreads() {
    return fences;
  }

  @Override
  public long windowBase() {
    return WINDOW_BASE;
  }

  @Override
  public long windowBytes() {
    return WINDOW_BYTES;
  }

  @Override
  public @Nullable Stretch reserve(long minBytes) {
    return handedOut.compareAndSet(false, true) ? new Stretch(WINDOW_BASE, WINDOW_BYTES) : null;
  }

  @Override
  public boolean commit(long address, long bytes) {
    onCommit.run();
    return true;
  }

  @Override
  public boolean canPurge() {
    return true;
  }

  /** From now on purges nothing, or again all. */
  public void refusePurges(boolean refused) {
    purgesRefused = refused;
  }

  @Override
  public boolean purge(long address, long bytes) {
    return !purgesRefused;
  }

  @Override
  public long map(long bytes, long alignment) {
    return 0;
  }

  @Override
  public boolean unmap(long address, long bytes) {
    return true;
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
  public long residentBytes() {
    return 0;
  }

  @Override
  public MemorySegment around(long address) {
    throw new AssertionError("nothing there");
  }

  @Override
  public void close() {}

  @Override
  public long reservedBytes() {
    return 0;
  }
}
