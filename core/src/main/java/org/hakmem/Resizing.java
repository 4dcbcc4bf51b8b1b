package org.hakmem;

import org.hakmem.internal.heap.SmallAllocator;
import org.hakmem.internal.memory.RawMemory;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.LargeBlock;
import org.hakmem.internal.superslab.LargeBlocks;

/** Resizes blocks, in place or by moving them. With room on the stack. */
final class Resizing {

  private final Engine engine;
  private final SmallAllocator small;
  private final LargeBlocks large;
  private final RawMemory raw;

  Resizing(Engine engine, SmallAllocator small, LargeBlocks large, RawMemory raw) {
    this.engine = engine;
    this.small = small;
    this.large = large;
    this.raw = raw;
  }

  private static boolean isAligned(long address, long alignment) {
    return (address & (alignment - 1)) == 0;
  }

  /** Resizes the block in a slab that begins at {@code address}, and returns its address. */
  long ofSmall(long address, long bytes, long alignment) {
    Slab slab = small.slabOfBlock(address);
    // Half a block or less is worth a move, to a smaller one: otherwise a shrunk block would waste
    // what it gave up.
    boolean fits = bytes <= slab.blockBytes() && bytes > slab.blockBytes() / 2;
    boolean aligned = isAligned(address, alignment);
    if (aligned && (fits || SizeClasses.of(bytes) == slab.sizeClass())) {
      return address;
    }
    long moved = allocate(bytes, alignment, aligned && bytes <= slab.blockBytes());
    if (moved == 0) {
      return address;
    }
    try {
      raw.copy(address, moved, Math.min(slab.blockBytes(), bytes));
      engine.freeBlock(address);
    } catch (Throwable t) { // another thread freed it meanwhile, or there is no Java heap
      engine.takeBack(moved);
      throw t;
    }
    return moved;
  }

  /** Allocates what a block is to move to; 0 if there is no memory, and the block may stay. */
  private long allocate(long bytes, long alignment, boolean mayStay) {
    int sizeClass = SizeClasses.of(bytes, alignment);
    if (!mayStay) {
      return engine.allocate(bytes, sizeClass, alignment);
    }
    try {
      return engine.tryAllocate(bytes, sizeClass, alignment);
    } catch (OutOfMemoryError e) { // of Java heap
      return 0;
    }
  }

  /** Resizes a large block, and returns its address. */
  long ofLarge(LargeBlock block, long bytes, long alignment) {
    LargeBlock resized =
        bytes > SizeClasses.MOST_BYTES ? large.resize(block, bytes, alignment) : null;
    long address = resized == null ? move(block, bytes, alignment) : resized.address();
    small.memoryFreed();
    return address;
  }

  private long move(LargeBlock block, long bytes, long alignment) {
    try {
      long moved = moveIfRoom(block, bytes, alignment);
      return moved != 0 ? moved : cutDown(block, bytes);
    } catch (OutOfMemoryError e) { // all that was free is given back now: what it grows by may fit
      LargeBlock longer = large.resize(block, bytes, alignment);
      if (longer == null) {
        throw e;
      }
      return longer.address();
    }
  }

  /** Shrinks a block where it is, though another place were better; or leaves it as it is. */
  private long cutDown(LargeBlock block, long bytes) {
    LargeBlock shorter = null;
    try {
      shorter = large.cutDown(block, bytes);
    } catch (OutOfMemoryError e) { // of Java heap
    }
    return shorter == null ? block.address() : shorter.address();
  }

  /** Moves a block; 0, and nothing changed, if it gets smaller and there is no memory for that. */
  private long moveIfRoom(LargeBlock block, long bytes, long alignment) {
    if (!large.take(block)) { // first, so that nobody unmaps it under the copy
      throw new InvalidFreeException(block.address(), "freed twice");
    }
    long moved = 0;
    try {
      boolean mayStay = bytes <= block.bytes() && isAligned(block.address(), alignment);
      moved = allocate(bytes, alignment, mayStay);
      if (moved == 0) {
        large.putBack(block);
        return 0;
      }
      raw.copy(block.address(), moved, Math.min(block.bytes(), bytes));
    } catch (Throwable t) {
      large.putBack(block);
      if (moved != 0) {
        engine.takeBack(moved);
      }
      throw t;
    }
    large.release(block);
    return moved;
  }
}
