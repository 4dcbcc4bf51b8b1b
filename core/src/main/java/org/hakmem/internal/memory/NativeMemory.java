package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.alignDown;
import static org.hakmem.internal.memory.Geometry.alignUp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Linux memory through {@code mmap} and its kin: one reservation, in which nothing can be touched
 * before its superslab is committed, and beside it the {@linkplain NativeByteMap byte maps}.
 */
public final class NativeMemory implements OsMemory {

  /** Below this a reservation is not worth having. */
  private static final long LEAST_WINDOW = 8L * SUPERSLAB_BYTES;

  private static final long MIN_STRETCH_BYTES = 16L * SUPERSLAB_BYTES;
  private static final long MAX_STRETCH_BYTES = 512L * SUPERSLAB_BYTES;

  /** log2 of what the bytes of the two byte maps stand for: see {@code BlockStates}. */
  private static final int OTHERS_SHIFT = 6;

  private static final int TINY_SHIFT = 4;

  @SuppressWarnings("restricted") // callers see to it that native access is granted
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final long reservation;
  private final long reservationBytes;
  private final long windowBase;
  private final long windowBytes;
  private final NativeByteMap[] byteMaps;
  private final SpareByteMaps spareByteMaps;
  private final long pageBytes;
  private final boolean hugePages;
  private final TransparentHugePages transparent;

  /** How much of the window has been handed out, from its start on. */
  private final AtomicLong handedOut = new AtomicLong();

  private final MappingTable<Mapping> mappings = new MappingTable<>();

  /**
   * Reserves {@code wantedBytes}. If the system refuses (under a small {@code ulimit -v}), reserves
   * half as much, or half of that and so on, of which it would give twice as much: the rest of the
   * process needs some too.
   *
   * @throws OutOfMemoryError if the system refuses even the least that is useful
   */
  public NativeMemory(long wantedBytes, boolean hugePages) {
    this(wantedBytes, hugePages, new TransparentHugePages());
  }

  NativeMemory(long wantedBytes, boolean hugePages, TransparentHugePages transparent) {
    this.hugePages = hugePages;
    this.transparent = transparent;
    long bytes = Math.max(alignUp(wantedBytes, SUPERSLAB_BYTES), LEAST_WINDOW);
    long address = Libc.reserve(bytes + SUPERSLAB_BYTES);
    while (address == 0 && bytes > LEAST_WINDOW) {
      bytes = Math.max(alignDown(bytes / 2, SUPERSLAB_BYTES), LEAST_WINDOW);
      address = reserveHalf(2 * (bytes + SUPERSLAB_BYTES));
    }
    if (address == 0) {
      address = Libc.reserve(bytes + SUPERSLAB_BYTES);
    }
    if (address == 0) {
      throw new OutOfMemoryError(
          "hakmem can't start: the system refuses even "
              + bytes
              + " bytes of address space (see ulimit -v)");
    }
    reservation = address;
    reservationBytes = bytes + SUPERSLAB_BYTES;
    windowBase = alignUp(address, SUPERSLAB_BYTES);
    windowBytes = bytes;
    pageBytes = Libc.pageBytes();
    spareByteMaps = reserveByteMaps();
    byteMaps = spareByteMaps.maps();
  }

  /** Returns the byte maps, ready to be given to the next allocator, which needs Java heap now. */
  private SpareByteMaps reserveByteMaps() {
    SpareByteMaps made = null;
    try {
      NativeByteMap[] maps = SpareByteMaps.take(windowBytes);
      if (maps != null) {
        made = new SpareByteMaps(maps);
        return made;
      }
      NativeByteMap.rehearse();
      NativeByteMap others = NativeByteMap.reserve(windowBytes, OTHERS_SHIFT);
      NativeByteMap tiny = NativeByteMap.reserve(windowBytes, TINY_SHIFT);
      if (others != null && tiny != null) {
        made = new SpareByteMaps(new NativeByteMap[] {others, tiny});
      }
    } finally { // there may be no Java heap
      if (made == null) {
        Libc.unmap(reservation, reservationBytes);
      }
    }
    if (made == null) {
      throw new OutOfMemoryError(
          "hakmem can't start: the system refuses address space for the states of blocks in "
              + windowBytes
              + " bytes (see ulimit -v; org.hakmem.reservationBytes asks for less)");
    }
    return made;
  }

  /** Reserves half of {@code bytes} if the system would give them all. */
  private static long reserveHalf(long bytes) {
    long address = Libc.reserve(bytes);
    if (address != 0) {
      Libc.unmap(address + bytes / 2, bytes / 2);
    }
    return address;
  }

  @Override
  public long windowBase() {
    return windowBase;
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  /** As much again as before, within bounds: who keeps tables of stretches has small ones then. */
  @Override
  public @Nullable Stretch reserve(long minBytes) {
    while (true) {
      long begin = handedOut.get();
      long bytes = alignUp(minBytes, SUPERSLAB_BYTES);
      if (bytes > windowBytes - begin) {
        return null;
      }
      bytes = Math.max(bytes, Math.clamp(begin, MIN_STRETCH_BYTES, MAX_STRETCH_BYTES));
      Stretch stretch = new Stretch(windowBase + begin, Math.min(bytes, windowBytes - begin));
      if (handedOut.compareAndSet(begin, begin + stretch.bytes())) {
        return stretch;
      }
    }
  }

  @Override
  public boolean hasMoreToReserve() {
    return handedOut.get() < windowBytes;
  }

  @Override
  public String refusal(long bytes) {
    int errno = MapErrno.of(alignUp(Math.max(bytes, 1), pageBytes));
    return errno == 0 ? "" : " (mmap: errno " + errno + ")";
  }

  @Override
  public boolean commit(long address, long bytes) {
    boolean done = Libc.commit(address, bytes);
    for (NativeByteMap map : byteMaps) {
      done = done && map.commit(address - windowBase, bytes, pageBytes);
    }
    if (done && hugePages) {
      Libc.preferHugePages(address, bytes); // a hint: a kernel without them says no, and all works
    }
    return done;
  }

  @Override
  public boolean canPurge() {
    return true;
  }

  @Override
  public boolean purge(long address, long bytes) {
    return Libc.purge(address, bytes);
  }

  @Override
  public long residentBytes(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment states = arena.allocate(bytes / pageBytes);
      if (!Libc.mincore(address, bytes, states.address())) {
        return -1;
      }
      long pages = 0;
      for (long page = 0; page < states.byteSize(); page++) {
        pages += states.get(JAVA_BYTE, page) & 1;
      }
      return pages * pageBytes;
    }
  }

  @Override
  public boolean collapse(long superslab) {
    return transparent.areAllowed() && Libc.collapse(superslab, SUPERSLAB_BYTES);
  }

  @Override
  public long map(long bytes, long alignment) {
    long slack = alignment > pageBytes ? alignment : 0;
    if (bytes > Long.MAX_VALUE - slack) {
      return 0;
    }
    Mapping mapping = pending();
    long start = Libc.map(bytes + slack);
    if (start == 0) {
      mapping.end();
      return 0;
    }
    long address = alignUp(start, alignment);
    if (address > start) {
      Libc.unmap(start, address - start);
    }
    long end = start + bytes + slack;
    if (end > address + bytes) {
      Libc.unmap(address + bytes, end - address - bytes);
    }
    if (hugePages) {
      Libc.preferHugePages(address, bytes);
    }
    mapping.place(address, bytes);
    return address;
  }

  /** The entry of a mapping to be; it needs no Java heap from here on. */
  private Mapping pending() {
    Mapping mapping = new Mapping();
    mappings.add(mapping);
    return mapping;
  }

  private Mapping mappingAt(long address) {
    Mapping mapping = mappings.find(address);
    if (mapping == null) {
      throw new IllegalStateException("no mapping at 0x" + Long.toHexString(address));
    }
    return mapping;
  }

  @Override
  public boolean unmap(long address, long bytes) {
    Mapping mapping = mappingAt(address);
    mapping.hide();
    if (!Libc.unmap(address, bytes)) {
      mapping.show();
      return false;
    }
    mapping.end();
    mappings.tidy();
    return true;
  }

  @Override
  public long remap(long address, long oldBytes, long newBytes) {
    Mapping mapping = mappingAt(address);
    Mapping next = pending();
    mapping.hide();
    long moved = Libc.remap(address, oldBytes, newBytes);
    if (moved == 0) {
      mapping.show();
      next.end();
    } else {
      mapping.end();
      next.place(moved, newBytes);
    }
    return moved;
  }

  @Override
  public ByteMap byteMap(int granuleShift) {
    for (NativeByteMap map : byteMaps) {
      if (map.shift() == granuleShift) {
        return map;
      }
    }
    return OsMemory.super.byteMap(granuleShift);
  }

  @Override
  public void purgeByteMaps(long superslab) {
    for (NativeByteMap map : byteMaps) {
      map.purge(superslab - windowBase, pageBytes);
    }
  }

  @Override
  public long pageBytes() {
    return pageBytes;
  }

  @Override
  public long reservedBytes() {
    return windowBytes + mappings.presentBytes();
  }

  @Override
  public long residentBytes() {
    return ResidentMemory.of((from, to) ->
        (from < windowBase + windowBytes && to > windowBase)
            || mappings.overlap(from, to)
            || isPartOfByteMap(from, to));
  }

  private boolean isPartOfByteMap(long from, long to) {
    for (NativeByteMap map : byteMaps) {
      if (map.includes(from, to)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long currentCarrier() {
    return Carrier.current();
  }

  @Override
  public boolean canFenceThreads() {
    return ThreadFence.isReady();
  }

  @Override
  public boolean fenceThreads() {
    return ThreadFence.everywhere();
  }

  @Override
  public boolean bindsToArenas() {
    return true;
  }

  @Override
  public MemorySegment around(long address) {
    return EVERYTHING;
  }

  @Override
  public void close() {
    giveBack(reservation, reservationBytes); // first: what follows may link classes
    for (NativeByteMap map : byteMaps) {
      map.purgeAll();
    }
    spareByteMaps.give();
    mappings.forEach(new Ending());
  }

  private static final class Ending implements Consumer<Mapping> {
    @Override
    public void accept(Mapping mapping) {
      if (mapping.isPresent()) {
        mapping.hide();
        giveBack(mapping.address(), mapping.bytes());
        mapping.end();
      }
    }
  }

  /** Where the system can't unmap a part of what it merged with others, the addresses stay. */
  private static void giveBack(long address, long bytes) {
    if (!Libc.unmap(address, bytes)) {
      Libc.purge(address, bytes);
    }
  }
}
