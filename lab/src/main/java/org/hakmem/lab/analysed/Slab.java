package org.hakmem.lab.analysed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A slab as the analysis has it: two lists of blocks whose links lie in the blocks, and an owner.
 *
 * <table>
 *   <caption>Names in the analysis</caption>
 *   <tr><td>{@code freelist}</td><td>{@code meta->freelist}: plain</td></tr>
 *   <tr><td>{@code ownerTid}</td><td>{@code meta->owner_tid}</td></tr>
 *   <tr><td>{@code remoteHead}</td><td>{@code remote_heads[i]}</td></tr>
 *   <tr><td>{@code remoteCount}</td><td>{@code remote_counts[i]}</td></tr>
 * </table>
 */
final class Slab {

  /** The owner of a slab that nobody owns. */
  static final int NOBODY = 0;

  final Memory memory;
  private final AtomicInteger ownerTid = new AtomicInteger(NOBODY);
  final AtomicLong remoteHead = new AtomicLong(Memory.NULL);
  final AtomicInteger remoteCount = new AtomicInteger();
  long freelist = Memory.NULL;

  Slab(Memory memory) {
    this.memory = memory;
  }

  boolean hasRemote() {
    return remoteHead.get() != Memory.NULL;
  }

  boolean hasFree() {
    return freelist != Memory.NULL;
  }

  /** Takes the first free block; {@code NULL} if there is none. Plain, as the owner does it. */
  long pop() {
    long block = freelist;
    if (block != Memory.NULL) {
      freelist = memory.next(block);
    }
    return block;
  }

  /** Adds a free block. Plain, as the owner does it. */
  void push(long block) {
    memory.link(block, freelist);
    freelist = block;
  }

  /**
   * {@code ss_remote_push}: adds a block to the remote list, and tells if it is the first there.
   */
  boolean remotePush(long block) {
    long head;
    do {
      head = remoteHead.get();
      memory.link(block, head);
    } while (!remoteHead.compareAndSet(head, block));
    remoteCount.incrementAndGet();
    return head == Memory.NULL;
  }

  /** {@code ss_remote_drain_to_freelist}, section 1.1, count and all. */
  void remoteDrainToFreelist() {
    if (moveRemoteToFreelist() != 0) {
      remoteCount.set(0);
    }
  }

  /** The drain without the count: how many blocks it moved. */
  int moveRemoteToFreelist() {
    int drained = 0;
    long block = remoteHead.getAndSet(Memory.NULL);
    while (block != Memory.NULL) {
      long next = memory.next(block);
      push(block);
      block = next;
      drained++;
    }
    return drained;
  }

  /** Who owns the slab. */
  int owner() {
    return ownerTid.get();
  }

  /** {@code ss_owner_cas}: makes this thread the owner of a slab that has none. */
  boolean ownerCas(int tid) {
    return ownerTid.compareAndSet(NOBODY, tid);
  }

  /** Takes the slab from the owner that was seen. */
  boolean ownerCas(int seen, int tid) {
    return ownerTid.compareAndSet(seen, tid);
  }

  /** Makes this thread the owner, whoever was; or {@code NOBODY}. */
  void setOwner(int tid) {
    ownerTid.set(tid);
  }
}
