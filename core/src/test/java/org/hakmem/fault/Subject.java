package org.hakmem.fault;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.HakmemStats;
import org.hakmem.internal.memory.FailingMemory;
import org.jspecify.annotations.Nullable;

/** An allocator, and what the program believes to have of it. */
final class Subject implements AutoCloseable {

  private static final long RESERVATION_BYTES = 1L << 30;

  final FailingMemory memory = new FailingMemory(RESERVATION_BYTES);
  final Hakmem hakmem;
  private final UnaryOperator<HakmemConfigBuilder> change;

  private HakmemConfig config;
  private FailingMemory another;
  private Hakmem other;

  private final Map<Long, Long> live = new LinkedHashMap<>();
  private final Map<Long, Long> stamped = new LinkedHashMap<>();
  private final List<HakmemArena> arenas = new ArrayList<>();

  /** Blocks by index, for operations to remember. */
  final List<Long> blocks = new ArrayList<>();

  /** Of the default settings, changed. */
  Subject(UnaryOperator<HakmemConfigBuilder> change) {
    this.change = change;
    hakmem = new Allocators().create(settings -> change.apply(settings.stripes(2)), memory);
  }

  /** The program has got a block. */
  long got(long address, long bytes) {
    live.put(address, bytes);
    return address;
  }

  /** The program has given a block back. */
  void gave(long address) {
    live.remove(address);
  }

  /** Allocates and stamps a block; nothing fails. */
  long have(long bytes) {
    long address = got(hakmem.malloc(bytes), bytes);
    stamp(address, bytes);
    blocks.add(address);
    return address;
  }

  private static long mark(long address, long bytes) {
    return address * 31 + bytes;
  }

  private void stamp(long address, long bytes) {
    Allocators.memory(hakmem, address, bytes).set(ValueLayout.JAVA_LONG, 0, mark(address, bytes));
    stamped.put(address, mark(address, bytes));
  }

  /** Frees a block; it is the program's until that returned. */
  void free(long address) {
    hakmem.free(address);
    gave(address);
    stamped.remove(address);
  }

  /** Resizes a block. */
  long resize(long address, long bytes) {
    long moved = hakmem.realloc(address, bytes);
    moved(address, moved, bytes);
    return moved;
  }

  /** A block came to be elsewhere, with its contents. */
  void moved(long from, long to, long bytes) {
    gave(from);
    got(to, bytes);
    Long mark = stamped.remove(from);
    if (mark != null) {
      stamped.put(to, mark);
    }
  }

  /** An arena that is closed at the end if it is open. */
  HakmemArena open(HakmemArena arena) {
    arenas.add(arena);
    return arena;
  }

  HakmemArena lastArena() {
    return arenas.getLast();
  }

  /** For an allocator that this one knows nothing of. */
  void makeMemory() {
    another = new FailingMemory(64 << 20);
    HakmemConfigBuilder settings =
        HakmemConfig.builder().scavenger(false).reservationBytes(64 << 20);
    config = change.apply(settings).build();
  }

  /** Makes the allocator, or leaves nothing of it. */
  void createAnother() {
    other = Allocators.over(config, another);
  }

  void closeAnother() {
    other.close();
  }

  private @Nullable String faultOfAnother() {
    if (other != null) {
      other.close();
    }
    boolean closed = another == null || another.isClosed();
    other = null;
    another = null;
    return closed ? null : "the memory of another is not closed";
  }

  /**
   * Checks that all is as the program believes, gives all back, and checks that nothing is left.
   */
  @Nullable String fault() {
    for (HakmemArena arena : arenas) {
      if (arena.scope().isAlive()) {
        try {
          arena.close();
        } catch (IllegalStateException e) { // a batched one, closed
        }
      }
    }
    arenas.clear();
    hakmem.trim();
    String fault = faultOfAnother();
    fault = fault == null ? Allocators.firstFault(hakmem) : fault;
    HakmemStats stats = Allocators.stats(hakmem);
    if (fault == null && stats.liveBlocks() != live.size()) {
      fault = stats.liveBlocks() + " blocks are live, not " + live.size();
    }
    for (Map.Entry<Long, Long> each : stamped.entrySet()) {
      MemorySegment segment = Allocators.memory(hakmem, each.getKey(), Long.BYTES);
      if (segment.get(ValueLayout.JAVA_LONG, 0) != each.getValue()) {
        fault = fault == null ? "contents of a block are gone" : fault;
      }
    }
    return fault != null ? fault : leftAfterAll();
  }

  private @Nullable String leftAfterAll() {
    for (long address : live.keySet()) {
      hakmem.free(address);
    }
    live.clear();
    stamped.clear();
    blocks.clear();
    hakmem.trim();
    HakmemStats stats = Allocators.stats(hakmem);
    boolean none =
        stats.liveBlocks() == 0
            && stats.slabs() == 0
            && stats.cachedBytes() == 0
            && stats.committedBytes() == 0
            && memory.mappings().isEmpty()
            && stats.quarantine().generations() == 0;
    String fault = Allocators.firstFault(hakmem);
    return fault != null ? fault : none ? null : "left in the end: " + stats;
  }

  /** After a fault, when nothing can be relied on. */
  void abandon() {
    try {
      hakmem.close();
    } catch (RuntimeException | Error e) { // it is broken already
    }
  }

  @Override
  public void close() {
    hakmem.close();
  }
}
