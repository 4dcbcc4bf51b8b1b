package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.alignDown;
import static org.hakmem.internal.memory.Geometry.alignUp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a mapping of their own. All of them can be read from the start, so that any address may
 * be looked up; what is never written takes no memory. The bytes of a superslab are made writable
 * together with the superslab: a writable mapping of all would count as memory where the system
 * does not overcommit.
 *
 * <p>The mapping lasts as long as this object can be reached, so that addresses may be looked up
 * even in an allocator that is closed. What was writable stays so until the next allocator uses the
 * mapping: a call that is too late, as it races with the close, finds or writes what means nothing,
 * and does not fault.
 *
 * <p>A record, because compiled code takes a record's fields for constants where it knows the
 * record.
 *
 * @param address of the first byte
 * @param shift log2 of the bytes of the window that each byte stands for
 * @param mapping unmaps when it can be reached no more
 */
record NativeByteMap(long address, int shift, MemorySegment mapping) implements ByteMap {

  @SuppressWarnings("restricted") // callers see to it that native access is granted
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Not a lambda, which a program's first malloc would pay for. */
  private record Unmapping(long address, long bytes) implements Consumer<MemorySegment> {
    @Override
    public void accept(MemorySegment mapping) {
      Libc.unmap(address, bytes);
    }
  }

  /**
   * Reads and writes a byte, so that what the first access links is linked while there is stack for
   * it: operations make sure of less.
   */
  static void rehearse() {
    try (Arena arena = Arena.ofConfined()) {
      long scratch = arena.allocate(1).address();
      EVERYTHING.set(JAVA_BYTE, scratch, EVERYTHING.get(JAVA_BYTE, scratch));
    }
  }

  /** Returns a map for a window of {@code windowBytes}, or null if the system refuses. */
  @SuppressWarnings("restricted") // callers see to it that native access is granted
  static @Nullable NativeByteMap reserve(long windowBytes, int shift) {
    long bytes = windowBytes >>> shift;
    long address = Libc.reserve(bytes);
    NativeByteMap map = null;
    try {
      if (address != 0 && Libc.allowReads(address, bytes)) {
        MemorySegment mapping =
            MemorySegment.ofAddress(address)
                .reinterpret(bytes, Arena.ofAuto(), new Unmapping(address, bytes));
        map = new NativeByteMap(address, shift, mapping);
      }
    } finally { // there may be no Java heap
      if (map == null && address != 0) {
        Libc.unmap(address, bytes);
      }
    }
    return map;
  }

  @Override
  public byte get(long index) {
    return EVERYTHING.get(JAVA_BYTE, address + index);
  }

  @Override
  public void put(long index, byte value) {
    EVERYTHING.set(JAVA_BYTE, address + index, value);
  }

  /** Does nothing: the superslab was committed before. */
  @Override
  public void prepare(long from, long to) {}

  /** Makes the bytes writable that stand for a range of the window; false if the system refuses. */
  boolean commit(long offset, long bytes, long pageBytes) {
    long from = alignDown(address + (offset >>> shift), pageBytes);
    long to = alignUp(address + ((offset + bytes) >>> shift), pageBytes);
    return Libc.commit(from, to - from);
  }

  /** Gives the memory of a superslab's bytes back, which read 0 then. If that fails they stay. */
  void purge(long offset, long pageBytes) {
    long from = alignUp(address + (offset >>> shift), pageBytes);
    long to = alignDown(address + ((offset + SUPERSLAB_BYTES) >>> shift), pageBytes);
    if (to > from) {
      Libc.purge(from, to - from);
    }
  }

  /** Gives the memory of all bytes back, which read 0 then; false if the system refuses. */
  boolean purgeAll() {
    return Libc.purge(address, mapping.byteSize());
  }

  /** Makes it as it was at first; false if the system refuses. */
  boolean reset() {
    return purgeAll() && Libc.allowReads(address, mapping.byteSize());
  }

  /** Whether it is for a window of {@code windowBytes}. */
  boolean isFor(long windowBytes) {
    return mapping.byteSize() == windowBytes >>> shift;
  }

  boolean includes(long from, long to) {
    return from < address + mapping.byteSize() && to > address;
  }
}
