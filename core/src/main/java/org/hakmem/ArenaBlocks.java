package org.hakmem;

import org.hakmem.internal.arena.BlockSource;
import org.hakmem.internal.heap.OpenGate;
import org.hakmem.internal.slab.SizeClasses;

/**
 * An allocator, as arenas see it. Its threads may be at an arena while another closes the
 * allocator, so all that touches memory is within the {@linkplain OpenGate gate}.
 */
final class ArenaBlocks implements BlockSource {

  private final Engine engine;

  ArenaBlocks(Engine engine) {
    this.engine = engine;
  }

  private OpenGate gate() {
    return engine.small().gate();
  }

  @Override
  public long allocate(long bytes, long alignment) {
    Refusals.requireSize(bytes);
    long address = tryAllocate(bytes, alignment);
    return address != 0
        ? address
        : engine.lastResort().allocate(bytes, new Again(this, bytes, alignment));
  }

  private record Again(ArenaBlocks blocks, long bytes, long alignment)
      implements LastResort.Attempt {
    @Override
    public long allocate() {
      return blocks.tryAllocate(bytes, alignment);
    }
  }

  private long tryAllocate(long bytes, long alignment) {
    gate().enter();
    try {
      return engine.tryAllocate(bytes, SizeClasses.of(bytes, alignment), alignment);
    } finally {
      gate().leave();
    }
  }

  @Override
  public boolean isZero(long address) {
    return engine.isZero(address);
  }

  @Override
  public void free(long address) {
    if (gate().tryEnter()) {
      try {
        engine.release(address);
      } finally {
        gate().leave();
      }
    }
  }

  @Override
  public void wakeScavenger() {
    if (gate().tryEnter()) {
      try {
        engine.wakeScavenger(); // purges, if there is no scavenger
      } finally {
        gate().leave();
      }
    }
  }

  @Override
  public boolean givesOwnBlocks() {
    return engine.givesOwnBlocks();
  }

  @Override
  public void ensureStack() {
    engine.ensureStack();
  }
}
