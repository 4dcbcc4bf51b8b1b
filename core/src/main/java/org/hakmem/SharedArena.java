package org.hakmem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.hakmem.internal.arena.ArenaMemory;
import org.hakmem.internal.arena.Request;

/**
 * An arena for all threads, with an arena of the JDK of its own. For one thread if that is
 * confined: the JDK's arena refuses other threads.
 */
final class SharedArena implements HakmemArena {

  private static final long LEAST_CHUNK_BYTES = 1 << 10;
  private static final long MOST_CHUNK_BYTES = 256 << 10;

  private final ArenaMemory memory;

  SharedArena(Engine engine, Arena arena) {
    memory =
        ArenaMemory.counted(
            arena, engine.arenaBlocks(), engine.arenas(), LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);
  }

  @Override
  public MemorySegment.Scope scope() {
    return memory.scope();
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    Request.check(byteSize, byteAlignment);
    return memory.allocate(byteSize, byteAlignment, true);
  }

  @Override
  public MemorySegment allocateUninitialized(long byteSize, long byteAlignment) {
    Request.check(byteSize, byteAlignment);
    return memory.allocate(byteSize, byteAlignment, false);
  }

  @Override
  public void close() {
    memory.close();
  }
}
