package org.hakmem.bench.peers;

/**
 * A fixed number of places for blocks, numbered from 0; each holds one block or none.
 *
 * <p>One thread at a time may use a slot and the block in it; if calls are {@linkplain
 * Peer#timesCalls() timed}, one thread at a time the whole table. Which thread that is may change,
 * through anything that orders memory, if the peer {@linkplain PeerName#freesAcrossThreads() allows
 * it}.
 */
public abstract class Slots {

  Slots() {}

  /** How many places there are. */
  public abstract int count();

  /**
   * Allocates a block into an empty slot.
   *
   * @param byteSize at least 1
   * @return its address
   */
  public abstract long malloc(int slot, long byteSize);

  /** Allocates a block of zeros into an empty slot; returns its address. */
  public abstract long calloc(int slot, long byteSize);

  /**
   * Allocates an aligned block into an empty slot; returns its address.
   *
   * @param byteAlignment a power of two
   */
  public abstract long aligned(int slot, long byteSize, long byteAlignment);

  /**
   * Resizes the block of one slot; it ends up in another, empty one.
   *
   * @param oldByteSize what was asked for when it was allocated
   * @return its address
   */
  public abstract long realloc(int slot, int toSlot, long oldByteSize, long newByteSize);

  /** Frees a slot's block; the slot is empty then. */
  public abstract void free(int slot);

  /** The address of a slot's block, or 0 if it is empty. */
  public abstract long address(int slot);

  /** Moves a block to an empty slot of this or another table of the same peer. */
  public abstract void move(int slot, Slots to, int toSlot);

  /** Frees every block there is. */
  public final void freeAll() {
    for (int slot = 0; slot < count(); slot++) {
      if (address(slot) != 0) {
        free(slot);
      }
    }
  }

  /**
   * {@link #realloc} for peers that have none: another block, a copy, and the old one freed.
   *
   * @return the new block's address
   */
  final long reallocByCopy(int slot, int toSlot, long oldByteSize, long newByteSize) {
    long address = malloc(toSlot, newByteSize);
    BlockMemory.copy(address(slot), address, Math.min(oldByteSize, newByteSize));
    free(slot);
    return address;
  }
}
