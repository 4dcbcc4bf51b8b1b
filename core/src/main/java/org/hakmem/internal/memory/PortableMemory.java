package org.hakmem.internal.memory;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.alignUp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Memory without native access: stretches are segments of shared arenas, which need no restricted
 * method and are no file mappings.
 *
 * <p>Nothing can be purged, an arena's memory is resident from the start, and a stretch is given
 * back only by {@link #close()}. The window is laid around the first stretch, much wider than what
 * is taken of it as a rule: the system puts the others where it has room, which may be beyond
 * another large mapping. One that fell outside is given back at once and counts as refused.
 */
public final class PortableMemory implements OsMemory {

  /**
   * With what the alignment adds this is above the largest size (32 MiB) that the GNU C library may
   * take from elsewhere than a mapping of its own, so that stretches come to lie beside each other.
   */
  private static final long STRETCH_BYTES = 16L * SUPERSLAB_BYTES;

  private static final long WINDOW_BYTES = 1L << 37;

  /** A mapping that is an arena's only segment. */
  private static final class ArenaMapping extends Mapping {
    private final Arena arena;
    private MemorySegment segment = MemorySegment.NULL;

    ArenaMapping(Arena arena) {
      this.arena = arena;
    }
  }

  private final long windowBase;
  private final long windowBytes;
  private final long mostStretchBytes;
  private final AtomicLong stretchBytes = new AtomicLong(STRETCH_BYTES);
  private final AtomicReference<@Nullable Stretch> first = new AtomicReference<>();

  /** Stretches and separate mappings. */
  private final MappingTable<ArenaMapping> mappings = new MappingTable<>();

  /**
   * Takes a first stretch.
   *
   * @param wantedBytes how much may be taken in all for stretches
   * @throws OutOfMemoryError if there is no memory for it
   */
  public PortableMemory(long wantedBytes) {
    this(wantedBytes, WINDOW_BYTES);
  }

  /**
   * With a narrower window, for tests: the system lays no stretch far from the others by itself.
   */
  PortableMemory(long wantedBytes, long windowBytes) {
    this.windowBytes = windowBytes;
    mostStretchBytes = Math.max(wantedBytes, 2 * STRETCH_BYTES);
    long bytes = STRETCH_BYTES;
    long address = map(bytes, SUPERSLAB_BYTES);
    if (address == 0) {
      throw new OutOfMemoryError("hakmem can't start: no memory for the first " + bytes + " bytes");
    }
    windowBase = Math.max(SUPERSLAB_BYTES, address - windowBytes / 2);
    first.set(stretch(address, bytes));
  }

  /** Returns the stretch over a mapping, which is unmapped if there is no Java heap for it. */
  private Stretch stretch(long address, long bytes) {
    Stretch stretch = null;
    try {
      stretch = new Stretch(address, bytes);
    } finally {
      if (stretch == null) {
        unmap(address, bytes);
      }
    }
    return stretch;
  }

  @Override
  public long windowBase() {
    return windowBase;
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public @Nullable Stretch reserve(long minBytes) {
    Stretch begun = first.get();
    if (begun != null && begun.bytes() >= minBytes && first.compareAndSet(begun, null)) {
      return begun;
    }
    long bytes = Math.max(alignUp(minBytes, SUPERSLAB_BYTES), STRETCH_BYTES);
    boolean allowed = stretchBytes.addAndGet(bytes) <= mostStretchBytes;
    Stretch stretch = null;
    try {
      stretch = allowed ? mapStretch(bytes) : null;
    } finally { // there may be no Java heap
      if (stretch == null) {
        stretchBytes.addAndGet(-bytes);
      }
    }
    return stretch;
  }

  private @Nullable Stretch mapStretch(long bytes) {
    long address = map(bytes, SUPERSLAB_BYTES);
    if (address != 0 && !isInWindow(address, bytes)) {
      unmap(address, bytes);
      address = 0;
    }
    return address == 0 ? null : stretch(address, bytes);
  }

  @Override
  public boolean hasMoreToReserve() {
    return stretchBytes.get() < mostStretchBytes;
  }

  private boolean isInWindow(long address, long bytes) {
    return address >= windowBase && address + bytes <= windowBase + windowBytes;
  }

  /** Always: an arena's memory is there from the start. */
  @Override
  public boolean commit(long address, long bytes) {
    return true;
  }

  @Override
  public boolean canPurge() {
    return false;
  }

  /** Never. */
  @Override
  public boolean purge(long address, long bytes) {
    return false;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // by unmap
  public long map(long bytes, long alignment) {
    ArenaMapping mapping = new ArenaMapping(Arena.ofShared());
    try {
      mappings.add(mapping);
      mapping.segment = mapping.arena.allocate(bytes, alignment);
      mapping.place(mapping.segment.address(), bytes);
      return mapping.address();
    } catch (OutOfMemoryError | IllegalArgumentException e) {
      mapping.end();
      mapping.arena.close();
      return 0;
    }
  }

  @Override
  public boolean unmap(long address, long bytes) {
    ArenaMapping mapping = mappings.find(address);
    return mapping != null && end(mapping);
  }

  /** Closes the arena of a mapping; false if the JDK can't do that now. */
  private boolean end(ArenaMapping mapping) {
    mapping.hide();
    try {
      mapping.arena.close();
    } catch (OutOfMemoryError | IllegalStateException e) { // a call of native code has a segment
      if (mapping.arena.scope().isAlive()) {
        mapping.show();
        return false;
      }
    }
    mapping.end();
    mappings.tidy();
    return true;
  }

  /** Never. */
  @Override
  public long remap(long address, long oldBytes, long newBytes) {
    return 0;
  }

  /** The grid's page, as the system's is not known and nothing can be purged. */
  @Override
  public long pageBytes() {
    return Geometry.PAGE_BYTES;
  }

  @Override
  public long reservedBytes() {
    return mappings.presentBytes();
  }

  @Override
  public long residentBytes() {
    return ResidentMemory.of(mappings::overlap);
  }

  @Override
  public MemorySegment around(long address) {
    ArenaMapping mapping = mappings.find(address);
    if (mapping == null) {
      throw new IllegalStateException("closed, or no memory of this allocator");
    }
    return mapping.segment;
  }

  @Override
  public void close() {
    mappings.forEach(new Ending());
  }

  private final class Ending implements Consumer<ArenaMapping> {
    @Override
    public void accept(ArenaMapping mapping) {
      if (mapping.isPresent()) {
        end(mapping);
      }
    }
  }
}
