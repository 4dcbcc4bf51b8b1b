package org.hakmem.internal.heap;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.SizeClasses;
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

  /**
   * So many bytes of a class's posted slabs are left to those who allocate. Measured:
   * docs/benchmarks.md, Constants.
   */
  private static final int LEAST_POSTED_BYTES = 512 << 10;

  private final SmallBlocks shared;
  private final Heap heap;
  private Bin bin;
  private boolean late;
  private @Nullable Slab slab;
  private boolean owned;
  private int word;
  private long blocks;
  private int remoteFrees;
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
    remoteFrees = 0;
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
    remoteFrees += Long.bitCount(blocks);
    blocks = 0;
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
      for (Slab empty = bin.takeEmpty(); empty != null; empty = bin.takeEmpty()) {
        shared.retire(heap, empty);
      }
    }
    // Twice for each slab's worth of remote frees, so that threads which only free keep up.
    for (int i = bin.countRemoteFrees(remoteFrees); i > 0; i--) {
      reclaimOne();
    }
    if (badCount > 0) {
      throw InvalidFrees.found(badSlab, badAddress, late, badCount);
    }
  }

  /** Retires a slab that has been posted for long, if it became empty. */
  private void reclaimOne() {
    Slab posted = postedForLong();
    if (posted != null && shared.claim(heap, posted)) {
      shared.giveUp(heap, posted);
    }
  }

  /**
   * The oldest of this class's posted slabs, or if these are few, one that seems empty of the next
   * class in turn that has any.
   */
  private @Nullable Slab postedForLong() {
    Mailbox own = shared.mailbox(bin.sizeClass());
    if (own.size() >= leastPosted(bin.sizeClass())) {
      return shared.isReclaimDue(bin.sizeClass()) ? own.take(heap) : null;
    }
    for (int i = 0; i < SizeClasses.COUNT; i++) {
      Mailbox next = shared.mailbox(bin.nextClass());
      if (next != own && next.size() > 0) {
        return next.takeEmpty();
      }
    }
    return null;
  }

  private static int leastPosted(int sizeClass) {
    return Math.max(1, (LEAST_POSTED_BYTES >>> PAGE_SHIFT) / SizeClasses.slabPages(sizeClass));
  }
}
