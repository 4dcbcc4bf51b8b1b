package org.hakmem.internal.memory;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The system's memory, except that it refuses every n-th request, and keeps account of what it
 * gave. It always can be purged: portable memory by filling it with zeros.
 */
public final class FailingMemory implements OsMemory {

  private final OsMemory os;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Map<Long, Long> mappings = new ConcurrentHashMap<>();
  private volatile int interval;
  private volatile boolean refuseNext;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int failing;

  /** Done first by each {@link #map}. */
  public volatile Runnable beforeMap = () -> {};

  /** Done first by each {@link #purge}. */
  public volatile Runnable beforePurge = () -> {};

  /** Done first, with the address, whenever memory is about to be read or written. */
  public volatile LongConsumer beforeAccess = address -> {};

  private volatile boolean closed;

  /** Refuses nothing yet. */
  public FailingMemory(long reservationBytes) {
    os = OsMemories.open(reservationBytes, false, false);
  }

  /** From now on refuses every {@code nth} request, all of them if 1, none if 0. */
  public void refuseEvery(int nth) {
    interval = nth;
    requests.set(0);
  }

  /** Refuses the next request and no other. */
  public void refuseNext() {
    interval = 0;
    refuseNext = true;
  }

  /**
   * From now on refuses the {@code nth} call of any kind, those that give memory back included, and
   * no other; none if 0. Counts them from 1.
   */
  public void failCall(int nth) {
    interval = 0;
    calls.set(0);
    failing = nth;
  }

  /** How many calls there were since {@link #failCall}. */
  public int calls() {
    return calls.get();
  }

  private boolean failsCall() {
    boolean fails = calls.incrementAndGet() == failing;
    if (fails) {
      refusals.incrementAndGet();
    }
    return fails;
  }

  /** Requests refused so far. */
  public int refusals() {
    return refusals.get();
  }

  /** Length by address of what is mapped apart from the window. */
  public Map<Long, Long> mappings() {
    return mappings;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  private boolean refuses() {
    if (failsCall()) {
      return true;
    }
    if (refuseNext) {
      refuseNext = false;
      refusals.incrementAndGet();
      return true;
    }
    int nth = interval;
    if (nth == 0 || requests.incrementAndGet() % nth != 0) {
      return false;
    }
    refusals.incrementAndGet();
    return true;
  }

  @Override
  public long windowBase() {
    return os.windowBase();
  }

  @Override
  public long windowBytes() {
    return os.windowBytes();
  }

  @Override
  public @Nullable Stretch reserve(long minBytes) {
    return refuses() ? null : os.reserve(minBytes);
  }

  @Override
  public boolean hasMoreToReserve() {
    return os.hasMoreToReserve();
  }

  @Override
  public boolean commit(long address, long bytes) {
    return !refuses() && os.commit(address, bytes);
  }

  @Override
  public boolean canPurge() {
    return true;
  }

  @Override
  public boolean purge(long address, long bytes) {
    beforePurge.run();
    if (failsCall()) {
      return false;
    }
    if (!os.purge(address, bytes)) {
      os.segment(address, bytes).fill((byte) 0);
    }
    return true;
  }

  @Override
  public long map(long bytes, long alignment) {
    beforeMap.run();
    long address = refuses() ? 0 : os.map(bytes, alignment);
    if (address != 0) {
      mappings.put(address, bytes);
    }
    return address;
  }

  @Override
  public boolean unmap(long address, long bytes) {
    if (failsCall()) {
      return false;
    }
    if (!mappings.remove(address, bytes)) {
      throw new AssertionError("not mapped: " + address + ", " + bytes);
    }
    return os.unmap(address, bytes);
  }

  @Override
  public long remap(long address, long oldBytes, long newBytes) {
    long moved = refuses() ? 0 : os.remap(address, oldBytes, newBytes);
    if (moved != 0) {
      mappings.remove(address);
      mappings.put(moved, newBytes);
    }
    return moved;
  }

  @Override
  public long pageBytes() {
    return os.pageBytes();
  }

  @Override
  public long reservedBytes() {
    return os.reservedBytes();
  }

  @Override
  public long residentBytes() {
    return os.residentBytes();
  }

  @Override
  public boolean bindsToArenas() {
    return os.bindsToArenas();
  }

  @Override
  public MemorySegment around(long address) {
    beforeAccess.accept(address);
    return os.around(address);
  }

  @Override
  public void close() {
    closed = true;
    os.close();
  }
}
