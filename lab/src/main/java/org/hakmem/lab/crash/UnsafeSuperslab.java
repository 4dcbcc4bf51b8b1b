package org.hakmem.lab.crash;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The analysed allocator with Fix #2: a thread owns a slab, frees into others go to their remote
 * lists, and every allocation drains <em>all</em> slabs, whoever owns them. Made to be corrupted;
 * but no link that it reads is used before it is checked, and no list is walked for ever.
 */
final class UnsafeSuperslab {

  private final InBandMemory memory;
  private final int slabs;

  /** {@code meta->freelist}: not atomic there, so opaque here, which is what C does in practice. */
  private final AtomicLongArray freelists;

  private final AtomicLongArray remoteHeads;

  UnsafeSuperslab(InBandMemory memory, int slabs) {
    this.memory = memory;
    this.slabs = slabs;
    freelists = new AtomicLongArray(slabs);
    remoteHeads = new AtomicLongArray(slabs);
    for (int slab = 0; slab < slabs; slab++) {
      for (int block = InBandMemory.BLOCKS_PER_SLAB - 1; block >= 0; block--) {
        push(slab, memory.address(slab, block));
      }
    }
  }

  /** Allocates from the thread's own slab, having drained all; {@code NULL} if it is exhausted. */
  long malloc(int own) throws BadLinkException {
    for (int slab = 0; slab < slabs; slab++) {
      if (remoteHeads.get(slab) != InBandMemory.NULL) {
        drain(slab);
      }
    }
    long block = freelists.getOpaque(own);
    if (block != InBandMemory.NULL) {
      freelists.setOpaque(own, next(block));
    }
    return block;
  }

  /** Frees a block: into the thread's own slab, or remotely. */
  void free(int own, long block) {
    int slab = memory.slab(block);
    if (slab == own) {
      push(slab, block);
    } else {
      long head;
      do {
        head = remoteHeads.get(slab);
        memory.link(block, head);
      } while (!remoteHeads.compareAndSet(slab, head, block));
    }
  }

  /** {@code ss_remote_drain_to_freelist}. */
  private void drain(int slab) throws BadLinkException {
    long block = remoteHeads.getAndSet(slab, InBandMemory.NULL);
    // A corrupt list may run in a circle; this many blocks there are.
    for (int i = 0; i < slabs * InBandMemory.BLOCKS_PER_SLAB && block != InBandMemory.NULL; i++) {
      long next = next(block);
      push(slab, block);
      block = next;
    }
  }

  private void push(int slab, long block) {
    memory.link(block, freelists.getOpaque(slab));
    freelists.setOpaque(slab, block);
  }

  private long next(long block) throws BadLinkException {
    long next = memory.word(block);
    if (next != InBandMemory.NULL && !memory.isBlock(next)) {
      throw new BadLinkException(block, next);
    }
    return next;
  }
}
