package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Mappings of freed blocks that are kept for a while, as pages are: a program that frees and
 * allocates long blocks in turn would have the system clear their memory anew each time.
 *
 * <p>A block in here is hidden and paid for. Whoever takes it out is the only one to have it. Any
 * thread; lock-free; needs no Java heap.
 */
final class SpareMappings {

  private static final int SLOTS = 16;

  /** Bytes of all blocks together at most. */
  static final long MAX_BYTES = 512L << 20;

  /** A block may be longer than what is asked for by one part in this many. */
  private static final int MAX_EXCESS_SHARE = 8;

  private final AtomicReferenceArray<@Nullable LargeBlock> slots =
      new AtomicReferenceArray<>(SLOTS);

  private final AtomicLong bytes = new AtomicLong();

  /** Keeps a hidden block; false if there is no room for it. */
  boolean offer(LargeBlock block) {
    if (bytes.addAndGet(block.bytes()) <= MAX_BYTES) {
      block.noteFreed();
      for (int slot = 0; slot < SLOTS; slot++) {
        if (slots.compareAndSet(slot, null, block)) {
          return true;
        }
      }
    }
    bytes.addAndGet(-block.bytes());
    return false;
  }

  /** Takes a block out that has so many bytes, or few more, at a multiple of the alignment. */
  @Nullable LargeBlock take(long wanted, long alignment) {
    for (int slot = 0; slot < SLOTS; slot++) {
      LargeBlock block = slots.get(slot);
      if (block != null
          && block.bytes() >= wanted
          && block.bytes() - wanted <= wanted / MAX_EXCESS_SHARE
          && (block.address() & (alignment - 1)) == 0
          && takeFrom(slot, block)) {
        return block;
      }
    }
    return null;
  }

  /** Takes a block out that has been free for so long, or returns null. */
  @Nullable LargeBlock takeOld(long nanos) {
    for (int slot = 0; slot < SLOTS; slot++) {
      LargeBlock block = slots.get(slot);
      if (block != null && block.isFreeFor(nanos) && takeFrom(slot, block)) {
        return block;
      }
    }
    return null;
  }

  private boolean takeFrom(int slot, LargeBlock block) {
    boolean taken = slots.compareAndSet(slot, block, null);
    if (taken) {
      bytes.addAndGet(-block.bytes());
    }
    return taken;
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return bytes.get() == 0;
  }
}
