package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Brings free blocks from a heap back to their slabs: into the free set of a slab that the heap
 * owns, as remote frees, by slab and word, into others.
 *
 * <p>Called by the heap's holder, with room on the stack. Every block is checked before it changes
 * its slab; a bad one changes nothing and is dropped.
 */
final class Flush {

  /** After so many flushes with remote frees a thread looks whether a posted slab became empty. */
  private static final int RECLAIM_INTERVAL = 8;

  /** With fewer posted slabs of the class it doesn't: others will allocate from them. */
  private static final int LEAST_POSTED = 8;

  private final SmallBlocks shared;

  Flush(SmallBlocks shared) {
    this.shared = shared;
  }

  /**
   * Flushes the {@code count} oldest blocks of a magazine.
   *
   * @throws InvalidFreeException if some were no blocks or free already, after all others are
   *     flushed
   */
  void oldest(Heap heap, Bin bin, int count) {
    Batch batch = new Batch(heap, bin);
    for (int i = 0; i < count; i++) {
      batch.add(Magazines.get(heap.magazines(), bin.bottom(), i));
    }
    batch.publish();
    Magazines.dropOldest(heap.magazines(), bin.sizeClass(), bin.bottom(), count);
    batch.settle();
  }

  /**
   * Frees one block past the magazine.
   *
   * @throws InvalidFreeException if it is no block, or free already; nothing changed then
   */
  void one(Heap heap, Bin bin, long address) {
    Batch batch = new Batch(heap, bin);
    batch.add(address);
    batch.publish();
    batch.settle();
  }

  /** Blocks on their way, those of one word of one slab at a time. */
  private final class Batch {
    private final Heap heap;
    private final Bin bin;
    private @Nullable Slab slab;
    private boolean owned;
    private int word;
    private long blocks;
    private boolean anyRemote;
    private boolean anyEmpty;
    private long badAddress;
    private int badCount;
    private String badBecause = "";

    Batch(Heap heap, Bin bin) {
      this.heap = heap;
      this.bin = bin;
    }

    void add(long address) {
      Slab at = slab;
      if (at == null || !at.contains(address)) {
        publish();
        at = shared.slabAt(address);
        slab = at;
        owned = at != null && at.isOwnedBy(heap.id());
      }
      if (at == null || at.sizeClass() != bin.sizeClass() || !at.isBlock(address)) {
        reject(address, InvalidFrees.notABlock(at, address));
        return;
      }
      int index = at.indexOf(address);
      if (at.isFree(index)) {
        reject(address, InvalidFrees.twice(at));
      } else if (owned) {
        at.freeLocal(index);
        anyEmpty |= at.isEmpty();
      } else {
        addRemote(index, address, at);
      }
    }

    private void addRemote(int index, long address, Slab at) {
      if (index >>> 6 != word) {
        publish();
        word = index >>> 6;
      }
      if ((blocks >>> index & 1) != 0) {
        reject(address, InvalidFrees.twice(at));
        return;
      }
      blocks |= 1L << index;
    }

    /**
     * Frees the collected blocks of one word, and mails the slab if that is this thread's to do.
     */
    void publish() {
      Slab at = slab;
      if (at == null || blocks == 0) {
        return;
      }
      long twice = at.freeRemote(word, blocks);
      if (at.announceRemote(word)) {
        shared.mailbox(bin.sizeClass()).mail(at);
        shared.wakeScavenger();
      }
      heap.count(Counter.REMOTE_FREES, Long.bitCount(blocks & ~twice));
      if (twice != 0) { // two threads at once, each before it could see the other
        long address = at.addressOf((word << 6) + Long.numberOfTrailingZeros(twice));
        reject(address, InvalidFrees.twice(at));
      }
      blocks = 0;
      anyRemote = true;
    }

    private void reject(long address, String because) {
      if (badCount++ == 0) {
        badAddress = address;
        badBecause = because;
      }
    }

    /** After the magazine let go of the blocks: gives empty slabs back and reports bad frees. */
    void settle() {
      if (anyEmpty) {
        bin.removeEmpty(empty -> shared.retire(heap, empty));
      }
      if (anyRemote && bin.countRemoteFlush() % RECLAIM_INTERVAL == 0) {
        reclaimOne();
      }
      if (badCount > 0) {
        throw new InvalidFreeException(badAddress, InvalidFrees.report(badBecause, badCount));
      }
    }

    /**
     * Retires the slab that has been posted longest if it became empty, so that threads which only
     * free give memory back.
     */
    private void reclaimOne() {
      Mailbox mailbox = shared.mailbox(bin.sizeClass());
      Slab posted = mailbox.size() < LEAST_POSTED ? null : mailbox.take();
      if (posted != null && shared.claim(heap, posted)) {
        shared.giveUp(heap, posted);
      }
    }
  }
}
