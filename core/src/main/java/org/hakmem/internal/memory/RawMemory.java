package org.hakmem.internal.memory;

import java.lang.foreign.MemorySegment;

/** The only code that reads or writes off-heap memory: whole ranges of blocks, never metadata. */
public final class RawMemory {

  private final OsMemory os;

  /** For memory that {@code os} handed out. */
  public RawMemory(OsMemory os) {
    this.os = os;
  }

  /** Sets {@code bytes} bytes to zero. */
  public void zero(long address, long bytes) {
    os.segment(address, bytes).fill((byte) 0);
  }

  /** Copies {@code bytes} bytes between two blocks. */
  public void copy(long from, long to, long bytes) {
    MemorySegment.copy(os.segment(from, bytes), 0, os.segment(to, bytes), 0, bytes);
  }

  /** A segment of exactly these bytes of one block. */
  public MemorySegment segment(long address, long bytes) {
    return os.segment(address, bytes);
  }
}
