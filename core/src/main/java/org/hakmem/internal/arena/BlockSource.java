package org.hakmem.internal.arena;

/** The allocator, as arenas see it: what they take chunks from. Any thread may call any method. */
public interface BlockSource {

  /**
   * A block.
   *
   * @throws OutOfMemoryError if limit or system refuse
   * @throws IllegalStateException if the allocator is closed
   */
  long allocate(long bytes, long alignment);

  /** Whether a block just allocated is all zero, for the price of asking. */
  boolean isZero(long address);

  /** Frees a block; does nothing once the allocator is closed, as all memory is gone then. */
  void free(long address);

  /** To be called when there is something to do that nobody waits for. */
  void wakeScavenger();

  /** Whether each request is to have a block of its own, so that it is checked by itself. */
  default boolean givesOwnBlocks() {
    return false;
  }

  /** Makes sure of the stack, before what must not be left halfway. */
  void ensureStack();
}
