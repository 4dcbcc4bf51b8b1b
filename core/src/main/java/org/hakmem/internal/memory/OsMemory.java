package org.hakmem.internal.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory as the operating system gives it. One instance serves one allocator: it holds a window of
 * addresses, of which it hands out stretches, and separate mappings for huge blocks.
 *
 * <p>Any thread may call any method, but no two at once for the same addresses.
 */
public interface OsMemory extends AutoCloseable {

  /** Part of the window, at a multiple of {@link Geometry#SUPERSLAB_BYTES}, as is its length. */
  record Stretch(long address, long bytes) {}

  /** First address of the window, a multiple of {@link Geometry#SUPERSLAB_BYTES}. */
  long windowBase();

  /** Length of the window in bytes, a multiple of {@link Geometry#SUPERSLAB_BYTES}. */
  long windowBytes();

  /**
   * Reserves one more stretch of the window, of at least {@code minBytes}.
   *
   * @return the stretch, whose memory reads as zero once committed, or null if there is none
   */
  @Nullable Stretch reserve(long minBytes);

  /** Whether {@link #reserve} may still give something. */
  default boolean hasMoreToReserve() {
    return false;
  }

  /** Says why the system gives no {@code bytes} more, as an end of a sentence; empty if unknown. */
  default String refusal(long bytes) {
    return "";
  }

  /**
   * Makes part of a stretch readable and writable; false if the system refuses. May be repeated.
   */
  boolean commit(long address, long bytes);

  /** Whether {@link #purge} can do anything. */
  boolean canPurge();

  /**
   * Gives the physical memory of whole OS pages back; they stay committed and read as zero.
   *
   * @return false if this memory can't do that, and the contents are as they were
   */
  boolean purge(long address, long bytes);

  /** Bytes of committed memory from {@code address} on that are in physical memory, or -1. */
  default long residentBytes(long address, long bytes) {
    return -1;
  }

  /**
   * Has the system map a superslab with one huge page. All of it is resident then. Its contents
   * stay, and other threads may use it meanwhile, though they may have to wait.
   *
   * @return false if this memory or the system can't do that now, and all is as it was
   */
  default boolean collapse(long superslab) {
    return false;
  }

  /**
   * Maps zeroed memory apart from the window.
   *
   * @param bytes a multiple of {@link #pageBytes()}
   * @param alignment a power of two
   * @return its address, or 0 if the system refuses
   */
  long map(long bytes, long alignment);

  /**
   * Gives back what {@link #map} or {@link #remap} returned, whole. Needs no Java heap.
   *
   * @return false if the system refuses, as it may if it keeps too many mappings; all is as it was
   */
  boolean unmap(long address, long bytes);

  /**
   * Grows or shrinks a mapping, perhaps elsewhere, keeping its contents; what is new reads as zero.
   * Whatever may fail for want of Java heap comes before the system moves it.
   *
   * @return its address, or 0 if this memory can't, and the mapping is as it was
   */
  long remap(long address, long oldBytes, long newBytes);

  /**
   * Returns a map with a byte for each 2<sup>{@code granuleShift}</sup> bytes of the window. This
   * one is on the Java heap.
   */
  default ByteMap byteMap(int granuleShift) {
    return HeapByteMap.of(windowBytes() >>> granuleShift, Geometry.SUPERSLAB_SHIFT - granuleShift);
  }

  /**
   * Gives back the physical memory of what byte maps hold of a superslab. To be called only while
   * no page of the superslab is used and none can be taken; its bytes may read as 0 from then on.
   */
  default void purgeByteMaps(long superslab) {}

  /** Size of an OS page in bytes. */
  long pageBytes();

  /** Bytes of address space held, in the window and in mappings. */
  long reservedBytes();

  /** Bytes of all mappings in physical memory as the system says, or -1 if it doesn't. */
  long residentBytes();

  /**
   * Number of the system's thread that runs the current thread: of a virtual thread, its carrier,
   * until it next blocks or yields. No two that live have the same. 0 if it is not known, as
   * perhaps at first.
   */
  default long currentCarrier() {
    return 0;
  }

  /** Whether {@link #fenceThreads} will do. If so, so it stays; if not, it may later. */
  default boolean canFenceThreads() {
    return false;
  }

  /** Has every thread of the process pass a full fence; false if the system did not. */
  default boolean fenceThreads() {
    return false;
  }

  /** Whether segments of its memory can be bound to any arena: see {@link ScopedSegments}. */
  default boolean bindsToArenas() {
    return false;
  }

  /**
   * The segment over the stretch or mapping with this address, or over more. It exists already, so
   * this needs no Java heap.
   */
  MemorySegment around(long address);

  /** A segment over exactly these bytes, which must lie in one stretch or mapping. */
  default MemorySegment segment(long address, long bytes) {
    MemorySegment around = around(address);
    return around.asSlice(address - around.address(), bytes);
  }

  /** Gives everything back. */
  @Override
  void close();
}
