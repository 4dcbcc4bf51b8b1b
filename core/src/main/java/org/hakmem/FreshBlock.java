package org.hakmem;

import java.lang.foreign.MemorySegment;

/** What is done with a block after it was allocated, and may fail for want of Java heap. */
final class FreshBlock {

  private FreshBlock() {}

  /**
   * Zeroes a block just allocated, but for memory that the system gave as zero.
   *
   * @return its address
   * @throws OutOfMemoryError if there is no Java heap; the block is free then
   */
  static long zeroed(Engine engine, long address, long bytes) {
    try {
      if (!engine.isZero(address)) {
        engine.raw().zero(address, bytes);
      }
    } catch (OutOfMemoryError e) {
      engine.takeBack(address);
      throw e;
    }
    return address;
  }

  /**
   * A segment over a block just allocated.
   *
   * @throws OutOfMemoryError if there is no Java heap; the block is free then
   */
  static MemorySegment segment(Engine engine, long address, long bytes) {
    try {
      return engine.scoped(address, bytes);
    } catch (OutOfMemoryError e) {
      engine.takeBack(address);
      throw e;
    }
  }

  /**
   * A segment over a block just resized, which can't be undone: the old block may be gone. So
   * {@code reserve} was made before.
   */
  static MemorySegment resized(Engine engine, long address, long bytes, HeapReserve reserve) {
    while (true) {
      try {
        return engine.scoped(address, bytes);
      } catch (OutOfMemoryError e) {
        if (!reserve.release()) {
          throw e;
        }
      }
    }
  }
}
