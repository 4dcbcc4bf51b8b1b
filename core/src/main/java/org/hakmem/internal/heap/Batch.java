package org.hakmem.internal.heap;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on their way from a heap to their slabs: those of one word of one slab at a time.
 *
 * <p>A heap has one and uses it again and again, so that flushes leave nothing to collect. Used by
 * the heap's holder: {@link #begin}, {@link #add} for each block, {@link #publish}, {@link
 * #settle}.
 */
final class Batch {

  /** After so many flushes with remote frees a thread looks whether a posted slab became empty. */
  private static final int RECLAIM_INTERVAL = 8;

  /** With fewer posted slabs of the class it doesn't: others will allocate from them. */
  private static final int LEAST_POSTED = 8;

  private final SmallBlocks shared;
  private final Heap heap;
  private Bin bin;
  private boolean late;
  private @Nullable Slab slab;
  private boolean owned;
  private int word;
  private long blocks;
  private boolean anyRemote;
  private boolean anyEmpty;
  private int badCount;
  private long badAddress;
  private @Nullable Slab badSlab;

  Batch(SmallBlocks shared, Heap heap, Bin bin) {
    this.shared = shared;
    this.heap = heap;
    this.bin = bin;
  }

  /**
   * Forgets all and begins anew.
   *
   * @param nextLate whether the blocks were freed by earlier calls
   */
  void begin(Bin nextBin, boolean nextLate) {
    bin = nextBin;
    late = nextLate;
    slab = null;
    blocks = 0;
    anyRemote = false;
    anyEmpty = false;
    badCount = 0;
    badSlab = null;
  }

  /** Takes one block; a bad one is only noted. */
  void add(long address) {
    Slab at = slab;
    if (at == null || !at.contains(address)) {
      publish();
      at = shared.slabAt(address);
      slab = at;
      owned = at != null && at.isOwnedBy(heap.id());
    }
    if (at == null || at.sizeClass() != bin.sizeClass() || !at.isBlock(address)) {
      reject(address, at);
      return;
    }
    int index = at.indexOf(address);
    if (at.isFree(index)) {
      reject(address, at);
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
      reject(address, at);
      return;
    }
    blocks |= 1L << index;
  }

  /** Frees the collected blocks of one word, and mails the slab if that is this thread's to do. */
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
      reject(at.addressOf((word << 6) + Long.numberOfTrailingZeros(twice)), at);
    }
    blocks = 0;
    anyRemote = true;
  }

  /** Only takes notes: words, which need Java heap, come when all is done. */
  private void reject(long address, @Nullable Slab at) {
    if (badCount++ == 0) {
      badAddress = address;
      badSlab = at;
    }
  }

  /**
   * After the magazine let go of the blocks: gives empty slabs back and reports bad frees.
   *
   * @throws InvalidFreeException if there were any
   */
  void settle() {
    if (anyEmpty) {
      bin.removeEmpty(empty -> shared.retire(heap, empty));
    }
    if (anyRemote && bin.countRemoteFlush() % RECLAIM_INTERVAL == 0) {
      reclaimOne();
    }
    if (badCount > 0) {
      throw InvalidFrees.found(badSlab, badAddress, late, badCount);
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
