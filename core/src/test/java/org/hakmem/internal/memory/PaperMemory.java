package org.hakmem.internal.memory;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Addresses without memory behind them, for tests of what only keeps account of it. Complains of
 * what must not be done: committing outside of the window, unmapping what is not mapped.
 */
public final class PaperMemory implements OsMemory {

  private static final long BASE = 1L << 40;
  private static final long MAPPINGS = 1L << 44;

  private final long windowBytes;
  private final Map<Long, Long> mappings = new ConcurrentHashMap<>();
  private final AtomicLong nextMapping = new AtomicLong(MAPPINGS);
  private final AtomicLong purgedBytes = new AtomicLong();
  private final AtomicLong purgeCalls = new AtomicLong();
  private final Set<Long> locked = ConcurrentHashMap.newKeySet();
  private boolean handedOut;
  private volatile long next;

  /** Done before a stretch is reserved. */
  public volatile Runnable reserves = () -> {};

  /** Asked whether to commit the given address; may do something else on the way. */
  public volatile LongPredicate commits = address -> true;

  /** Asked whether to purge the given address; may do something else on the way. */
  public volatile LongPredicate purges = address -> true;

  /** Asked whether to map, or remap to, the given number of bytes. */
  public volatile LongPredicate maps = bytes -> true;

  /** Asked whether to unmap the mapping at the given address. */
  public volatile LongPredicate unmaps = address -> true;

  /** Done by {@link #remap} once it has moved the mapping. */
  public volatile Runnable afterRemap = () -> {};

  /** Asked how much of the superslab at the given address is resident. */
  public volatile LongUnaryOperator residentBytes = superslab -> -1;

  /** Asked whether to map the superslab at the given address with a huge page. */
  public volatile LongPredicate collapses = superslab -> false;

  /** With a window of that many superslabs. */
  public PaperMemory(int superslabs) {
    windowBytes = (long) superslabs * SUPERSLAB_BYTES;
  }

  /** The next {@link #map} maps there. */
  public void mapNextAt(long address) {
    next = address;
  }

  /** Purges with the OS page at this address in them are refused. */
  public void lock(long address) {
    locked.add(address);
  }

  /** Ends all locks. */
  public void unlockAll() {
    locked.clear();
  }

  /** How often it was asked to purge. */
  public long purgeCalls() {
    return purgeCalls.get();
  }

  /** Bytes purged so far. */
  public long purgedBytes() {
    return purgedBytes.get();
  }

  /** Length by address of what is mapped apart from the window. */
  public Map<Long, Long> mappings() {
    return mappings;
  }

  @Override
  public long windowBase() {
    return BASE;
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public synchronized @Nullable Stretch reserve(long minBytes) {
    reserves.run();
    if (handedOut || minBytes > windowBytes) {
      return null;
    }
    handedOut = true;
    return new Stretch(BASE, windowBytes);
  }

  @Override
  public synchronized boolean hasMoreToReserve() {
    return !handedOut;
  }

  private void requireInWindow(long address, long bytes) {
    if (address < BASE || bytes <= 0 || address + bytes > BASE + windowBytes) {
      throw new AssertionError("outside of the window: " + address + ", " + bytes);
    }
  }

  @Override
  public boolean commit(long address, long bytes) {
    requireInWindow(address, bytes);
    return commits.test(address);
  }

  @Override
  public boolean canPurge() {
    return true;
  }

  @Override
  public boolean purge(long address, long bytes) {
    if (!mappings.containsKey(address)) {
      requireInWindow(address, bytes);
    }
    purgeCalls.incrementAndGet();
    boolean done =
        purges.test(address)
            && locked.stream().noneMatch(page -> page >= address && page < address + bytes);
    purgedBytes.addAndGet(done ? bytes : 0);
    return done;
  }

  @Override
  public long residentBytes(long address, long bytes) {
    requireInWindow(address, bytes);
    return residentBytes.applyAsLong(address);
  }

  @Override
  public boolean collapse(long superslab) {
    requireInWindow(superslab, SUPERSLAB_BYTES);
    return collapses.test(superslab);
  }

  @Override
  public long map(long bytes, long alignment) {
    if (!maps.test(bytes)) {
      return 0;
    }
    long wanted = next;
    next = 0;
    long address =
        wanted != 0
            ? wanted
            : Geometry.alignUp(
                nextMapping.getAndAdd(bytes + alignment + SUPERSLAB_BYTES), alignment);
    mappings.put(address, bytes);
    return address;
  }

  @Override
  public boolean unmap(long address, long bytes) {
    if (!unmaps.test(address)) {
      return false;
    }
    if (!mappings.remove(address, bytes)) {
      throw new AssertionError("not mapped: " + address + ", " + bytes);
    }
    return true;
  }

  @Override
  public long remap(long address, long oldBytes, long newBytes) {
    if (!maps.test(newBytes)) {
      return 0;
    }
    mappings.remove(address, oldBytes);
    long moved = map(newBytes, Geometry.PAGE_BYTES);
    afterRemap.run();
    return moved;
  }

  @Override
  public long pageBytes() {
    return 4096;
  }

  @Override
  public long reservedBytes() {
    return windowBytes + mappings.values().stream().mapToLong(bytes -> bytes).sum();
  }

  @Override
  public long residentBytes() {
    return -1;
  }

  @Override
  public MemorySegment around(long address) {
    throw new UnsupportedOperationException("there is no memory");
  }

  @Override
  public void close() {
    mappings.clear();
  }
}
