package org.hakmem.internal.heap;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on their way from a heap to their slabs: those that follow each other and lie in one word
 * of one slab go at once.
 *
 * <p>A heap has one and uses it again and again, so that flushes leave nothing to collect. Used by
 * the heap's holder: {@link #begin}, {@link #add}, {@link #settle}.
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
  private int remoteFrees;
  private boolean anyEmpty;
  private boolean anyMailed;
  private int badCount;
  private long badAddress;

  Batch(SmallBlocks shared, Heap heap, Bin bin) {
    this.shared = shared;
    this.heap = heap;
    this.bin = bin;
  }

  /**
   * Forgets all and begins anew.
   *
   * @param nextLate whether the blocks were freed by earlier calls, and are cached
   */
  void begin(Bin nextBin, boolean nextLate) {
    bin = nextBin;
    late = nextLate;
    slab = null;
    remoteFrees = 0;
    anyEmpty = false;
    anyMailed = false;
    badCount = 0;
  }

  /** Frees the blocks at {@code from} to {@code to - 1} of an array; bad ones are only noted. */
  void add(long[] addresses, int from, int to) {
    int next = from;
    while (next < to) {
      next = addWord(addresses, next, to);
    }
  }

  /**
   * Frees a block, and those that follow it in the array and lie in the same word. One that follows
   * and is bad ends this, so that it comes to be the first.
   *
   * @return index of the next
   */
  private int addWord(long[] addresses, int from, int to) {
    Slab at = takeBack(addresses[from]);
    int next = from + 1;
    if (at == null) {
      return next;
    }
    int first = at.indexOf(addresses[from]);
    int word = first >>> 6;
    long blocks = 1L << first;
    for (; next < to; next++) {
      int index = at.indexIn(word, addresses[next]);
      if (index < 0 || (blocks >>> index & 1) != 0 || !takesBack(at, addresses[next])) {
        break;
      }
      blocks |= 1L << index;
    }
    free(at, word, blocks);
    return next;
  }

  /** Frees one block; a bad one is only noted. */
  void add(long address) {
    Slab at = takeBack(address);
    if (at != null) {
      int index = at.indexOf(address);
      free(at, index >>> 6, 1L << index);
    }
  }

  /** The slab that took its block back; otherwise null, and the address is noted as bad. */
  private @Nullable Slab takeBack(long address) {
    Slab at = slab;
    if (at == null || !at.contains(address)) {
      at = shared.slabAt(address);
      slab = at;
    }
    if (at == null
        || at.sizeClass() != bin.sizeClass()
        || !at.isBlock(address)
        || !takesBack(at, address)) {
      reject(1, address);
      return null;
    }
    return at;
  }

  private boolean takesBack(Slab at, long address) {
    int sizeClass = at.sizeClass();
    return late
        ? shared.states().takeBackCached(sizeClass, address, heap.tag())
        : shared.states().takeBackLive(sizeClass, address);
  }

  private void free(Slab at, int word, long blocks) {
    long twice = at.freeAmong(word, blocks);
    long once = blocks & ~twice;
    if (once != 0) {
      if (at.isOwnedBy(heap.id())) {
        at.freeLocal(word, once);
        anyEmpty |= at.isEmpty();
      } else {
        twice |= freeRemote(at, word, once);
      }
    }
    if (twice != 0) {
      int index = (word << 6) + Long.numberOfTrailingZeros(twice);
      reject(Long.bitCount(twice), at.addressOf(index));
    }
  }

  /**
   * Frees blocks of a slab that others own or nobody, and mails it if that is this thread's to do.
   *
   * @return those that two threads free at once, each before it could see the other
   */
  private long freeRemote(Slab at, int word, long blocks) {
    long twice = at.freeRemote(word, blocks);
    if (at.announceRemote(word)) {
      shared.mailbox(bin.sizeClass()).mail(at);
      anyMailed = true;
    }
    int count = Long.bitCount(blocks & ~twice);
    heap.count(Counter.REMOTE_FREES, count);
    remoteFrees += count;
    return twice;
  }

  /** Only takes notes: words, which need Java heap, come when all is done. */
  private void reject(int count, long address) {
    if (badCount == 0) {
      badAddress = address;
    }
    badCount += count;
  }

  /**
   * After the magazine let go of the blocks: gives empty slabs back and reports bad frees. Only
   * from here on can anything fail for want of Java heap.
   *
   * @throws InvalidFreeException if the block that the current call frees was bad; earlier calls'
   *     bad frees are counted
   */
  void settle() {
    if (anyMailed) {
      shared.wakeScavenger();
    }
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
      if (!late) {
        throw shared.invalidFree(badAddress);
      }
      shared.drop(heap, badAddress, badCount);
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
