package org.hakmem.internal.heap;

import org.hakmem.internal.slab.SizeClasses;

/**
 * How much magazines may hold: each grows with use, from nothing to its class's most, as long as
 * the heap's and the allocator's budgets of cached bytes last; beyond, it takes from the heap's
 * others in turn, but not before it has asked as often as it has slots. Otherwise classes that are
 * used alike would for ever flush each other's blocks: that took a quarter of {@code rptest}'s time
 * and more of the replay of rustc. If it had to ask four times as often, classes that come too late
 * for the budget would wait too long: {@code larson64} took a third longer.
 *
 * <p>A magazine that only ever runs out of blocks, or only of room, as its thread passes blocks on,
 * has no use for what it holds but to move it in fewer goes. From {@link #ONE_WAY_BYTES} on it
 * grows only if it is used a lot: eight threads that hand each other blocks of some forty classes
 * had 4 MiB in such magazines, of 12.
 *
 * <p>Called by the heap's holder, with room on the stack.
 */
final class Growth {

  /** What a magazine is out of when it asks for more slots: blocks to give, or room for them. */
  enum Lack {
    BLOCKS,
    ROOM
  }

  /**
   * A magazine begins with so many slots, which is all that a thread that allocates little pays.
   * This and the others are measured: docs/benchmarks.md, Constants.
   */
  private static final int FIRST_CAPACITY = 4;

  /** One class may use this part of a heap's budget. */
  private static final int MOST_SHARE_SHIFT = 3;

  /**
   * A magazine holds this many bytes at most, if that is more than {@link #MOST_OF_LARGER} blocks:
   * small blocks often come and go by the thousand, and more slots for them cost little memory.
   */
  private static final int MOST_BYTES = 32 << 10;

  private static final int MOST_OF_LARGER = 256;

  /** So many other classes are asked for bytes before a magazine stays as it is. */
  private static final int MOST_VICTIMS = 8;

  /** A magazine that may hold so many bytes needs traffic both ways to grow as others do. */
  private static final int ONE_WAY_BYTES = 4 << 10;

  /** Without, it has to ask so many times as often as it has slots. */
  private static final int ONE_WAY_PATIENCE = 64;

  private final SmallBlocks shared;
  private final Flush flush;
  private final int[] most = new int[SizeClasses.COUNT];

  Growth(SmallBlocks shared, Flush flush) {
    this.shared = shared;
    this.flush = flush;
    long share = shared.config().heapCachedBytes() >>> MOST_SHARE_SHIFT;
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      most[sizeClass] =
          (int)
              Math.min(
                  Math.min(shared.config().magazineCapacity(), mostSlots(sizeClass)),
                  Math.max(1, share / SizeClasses.blockBytes(sizeClass)));
    }
  }

  private static int mostSlots(int sizeClass) {
    return Math.max(MOST_OF_LARGER, MOST_BYTES / SizeClasses.blockBytes(sizeClass));
  }

  /** Lets a magazine hold about twice as much; false if it may not. */
  boolean grow(Heap heap, Bin bin, Lack lack) {
    boolean bothWays = bin.runsOutOf(lack);
    int capacity = heap.capacity(bin);
    int target = Math.min(most[bin.sizeClass()], Math.max(FIRST_CAPACITY, 2 * capacity));
    long bytes = (long) (target - capacity) * SizeClasses.blockBytes(bin.sizeClass());
    if (target <= capacity || !isDue(heap, bin, bytes, bothWays) || !spend(heap, bin, bytes)) {
      return false;
    }
    try {
      if (target > bin.slots()) {
        relocate(heap, bin, target);
      }
    } catch (OutOfMemoryError e) { // no Java heap; all is as it was
      refund(heap, bytes);
      return false;
    }
    heap.setCapacity(bin, target);
    return true;
  }

  /** Whether a magazine has asked often enough for as many bytes more. */
  private boolean isDue(Heap heap, Bin bin, long bytes, boolean bothWays) {
    int capacity = heap.capacity(bin);
    if (!bothWays && (long) capacity * SizeClasses.blockBytes(bin.sizeClass()) >= ONE_WAY_BYTES) {
      return bin.hasAskedOften(ONE_WAY_PATIENCE * capacity);
    }
    return heap.grantedBytes() + bytes <= shared.config().heapCachedBytes()
        || bin.hasAskedOften(capacity);
  }

  private boolean spend(Heap heap, Bin bin, long bytes) {
    long limit = shared.config().heapCachedBytes();
    for (int i = 0; heap.grantedBytes() + bytes > limit && i < MOST_VICTIMS; i++) {
      takeFromVictim(heap, bin);
    }
    if (heap.grantedBytes() + bytes > limit || !shared.cachedBytes().trySpend(bytes)) {
      return false;
    }
    heap.addGrantedBytes(bytes);
    return true;
  }

  /** Halves the capacity of the next class that has any, other than {@code spared}. */
  private void takeFromVictim(Heap heap, Bin spared) {
    for (int i = 0; i < SizeClasses.COUNT; i++) {
      Bin victim = heap.binIfAny(heap.nextVictim());
      if (victim != null && victim != spared && heap.capacity(victim) > 0) {
        shrink(heap, victim, heap.capacity(victim) / 2);
        return;
      }
    }
  }

  /** Lowers a magazine's capacity and flushes what is too much. */
  void shrink(Heap heap, Bin bin, int capacity) {
    int surplus = heap.cached(bin) - capacity;
    if (surplus > 0) {
      flush.oldest(heap, bin, surplus);
    }
    long bytes = (long) (heap.capacity(bin) - capacity) * SizeClasses.blockBytes(bin.sizeClass());
    heap.setCapacity(bin, capacity);
    refund(heap, bytes);
  }

  private void refund(Heap heap, long bytes) {
    heap.addGrantedBytes(-bytes);
    shared.cachedBytes().refund(bytes);
  }

  /**
   * Gives a magazine a region of {@code slots} slots: behind the others, or if there is no room, in
   * an array of half as many slots again as are needed. So what is copied and left to the collector
   * while a heap grows stays in proportion to what it grows to.
   */
  private static void relocate(Heap heap, Bin grown, int slots) {
    long[] from = heap.magazines();
    if (Magazines.hasRoom(from, slots)) {
      move(from, grown, from, slots);
      return;
    }
    int total = 0;
    for (Bin bin : heap.bins()) {
      total += bin == null ? 0 : Magazines.regionWords(bin == grown ? slots : bin.slots());
    }
    long[] to = Magazines.sized(total + total / 2);
    for (Bin bin : heap.bins()) {
      if (bin != null) {
        move(from, bin, to, bin == grown ? slots : bin.slots());
      }
    }
    heap.setMagazines(to);
  }

  private static void move(long[] from, Bin bin, long[] to, int slots) {
    bin.place(Magazines.move(from, bin.sizeClass(), bin.bottom(), to, slots), slots);
  }
}
