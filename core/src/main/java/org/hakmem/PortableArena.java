package org.hakmem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An arena of the JDK as it is: addresses of portable memory can't be bound to another. */
final class PortableArena implements HakmemArena {

  private final Arena arena;

  PortableArena(Arena arena) {
    this.arena = arena;
  }

  @Override
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    return arena.allocate(byteSize, byteAlignment);
  }

  @Override
  public MemorySegment allocateUninitialized(long byteSize, long byteAlignment) {
    return arena.allocate(byteSize, byteAlignment);
  }

  @Override
  public void close() {
    arena.close();
  }
}
