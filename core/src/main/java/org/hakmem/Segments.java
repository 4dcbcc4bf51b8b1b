package org.hakmem;

import java.lang.foreign.MemorySegment;

/** Segments that the program hands in. */
final class Segments {

  private Segments() {}

  /**
   * Returns the address of a segment that may be a block's.
   *
   * @throws IllegalArgumentException if it is not off-heap
   * @throws InvalidFreeException if its scope has ended: its address may be another block's by now
   */
  static long address(MemorySegment segment, Engine engine) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException("not an off-heap segment: " + segment);
    }
    if (!segment.scope().isAlive()) {
      throw engine.ended(segment.address());
    }
    return segment.address();
  }
}
