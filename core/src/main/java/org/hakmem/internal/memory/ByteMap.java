package org.hakmem.internal.memory;

/**
 * One byte for each granule of a window, all 0 at first.
 *
 * <p>All accesses are plain, by any thread. {@link #prepare} comes before the first {@link #put}.
 */
public sealed interface ByteMap permits NativeByteMap, HeapByteMap {

  /** Returns the byte of granule {@code index}, which must lie in the window. */
  byte get(long index);

  /** Sets the byte of granule {@code index}. */
  void put(long index, byte value);

  /**
   * Makes the bytes of the granules in a range writable.
   *
   * @throws OutOfMemoryError if there is no Java heap for them; nothing has changed then
   */
  void prepare(long from, long to);

  /**
   * Replaces a byte if it is {@code expected}. Not atomic: of two threads that do so at the same
   * moment both may succeed, and the byte is then what one of them wrote.
   *
   * @return whether it did
   */
  default boolean replace(long index, byte expected, byte value) {
    if (get(index) != expected) {
      return false;
    }
    put(index, value);
    return true;
  }
}
