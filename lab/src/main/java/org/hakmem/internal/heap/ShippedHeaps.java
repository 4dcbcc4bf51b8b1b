package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * The shipped heaps and what they share, for the lab: it stands in their package, so that it can
 * hold heaps itself, as many as it likes, and say which thread acts with which. It adds nothing of
 * its own to the protocol.
 */
public final class ShippedHeaps {

  /** Blocks of 16 KiB: four to a slab of one page. */
  public static final int FOUR_A_SLAB = SizeClasses.of(16 << 10);

  private static final HakmemConfig WITHOUT_MAGAZINES =
      HakmemConfig.builder().scavenger(false).stickyRingSize(0).magazineCapacity(0).build();

  private static final HakmemConfig WITH_MAGAZINES =
      HakmemConfig.builder().scavenger(false).stickyRingSize(0).magazineCapacity(2).build();

  private final BlockStates states;
  private final SmallBlocks shared;
  private final SlowPath slowPath;
  private final Stripes stripes;
  private final CurrentHeap current;
  private final List<Thread> threads = new ArrayList<>(); // or their references would be cleared

  /**
   * An allocator's heaps. Without magazines every operation reaches the slabs.
   *
   * <p>Not a constructor, so that model checkers can be told not to look: nothing is shared yet.
   */
  public static ShippedHeaps make(OsMemory os, boolean magazines) {
    return new ShippedHeaps(os, magazines);
  }

  private ShippedHeaps(OsMemory os, boolean magazines) {
    HakmemConfig config = magazines ? WITH_MAGAZINES : WITHOUT_MAGAZINES;
    states = BlockStates.of(os, 0);
    shared =
        new SmallBlocks(config, os, new SuperslabPool(os, new Budget(config.maxBytes())), states);
    slowPath = new SlowPath(shared);
    stripes = new Stripes(shared.registry(), 1);
    current = CurrentHeap.in(shared);
  }

  /** A new heap, held by the caller. */
  public Heap heap() {
    return shared.registry().create(false);
  }

  /** A slab that {@code heap} owns and has in no bin, all of whose blocks are the program's. */
  public Slab fullSlab(Heap heap) {
    Slab slab = Objects.requireNonNull(shared.newSlab(heap, FOUR_A_SLAB));
    take(heap, slab, Long.SIZE);
    return slab;
  }

  /**
   * Takes up to {@code count} blocks of a slab that {@code heap} owns for the program.
   *
   * @return how many
   */
  public int take(Heap heap, Slab slab, int count) {
    long[] blocks = new long[count];
    int taken = count == 0 ? 0 : slab.take(blocks, 0, count, heap.tag());
    for (int i = 0; i < taken; i++) {
      states.handOut(slab.sizeClass(), blocks[i], heap.tag());
    }
    return taken;
  }

  /** Blocks for a starting state, before there is anything to check. */
  public long[] blocks(Heap heap, int count) {
    long[] blocks = new long[count];
    for (int i = 0; i < count; i++) {
      blocks[i] = allocate(heap);
    }
    return blocks;
  }

  /** Leaves {@code count} blocks in a heap's magazine, for a starting state too. */
  public void cache(Heap heap, int count) {
    for (long block : blocks(heap, count)) {
      free(heap, block);
    }
  }

  // ---- What a program does ---------------------------------------------------------------------

  /** A block, or 0. */
  public long allocate(Heap heap) {
    long address = cached(heap);
    return address != 0 ? address : slowPath.allocate(heap, FOUR_A_SLAB);
  }

  /** A cached block, or 0 from a heap that has none. */
  public long cached(Heap heap) {
    return slowPath.cached(heap, FOUR_A_SLAB);
  }

  /** Frees a block. */
  public void free(Heap heap, long address) {
    int sizeClass = states.liveClass(address);
    if (sizeClass == SizeClasses.NONE || !heap.push(sizeClass, address, states)) {
      slowPath.free(heap, address);
    }
  }

  // ---- The protocol's steps --------------------------------------------------------------------

  /** Frees a block of a slab that the caller does not own. True if the caller posted it. */
  public boolean freeRemote(Slab slab, int index) {
    states.setInSlab(slab.sizeClass(), slab.addressOf(index));
    slab.freeRemote(index >>> 6, 1L << index);
    boolean posted = slab.announceRemote(index >>> 6);
    if (posted) {
      shared.mailbox(slab.sizeClass()).mail(slab);
    }
    return posted;
  }

  /** As {@code SmallBlocks.giveUp}: drains, then retires, posts or releases. */
  public void giveUp(Heap heap, Slab slab) {
    shared.giveUp(heap, slab);
  }

  /** The slab posted longest, if {@code heap} gets to own it. */
  public @Nullable Slab claimMailed(Heap heap) {
    Slab slab = shared.mailbox(FOUR_A_SLAB).take(heap);
    return slab != null && shared.claim(heap, slab) ? slab : null;
  }

  /** Whether {@code heap} gets to own {@code slab}, as one that the gate's sweep found. */
  public boolean claim(Heap heap, Slab slab) {
    return !slab.isOwnedBy(heap.id()) && shared.claim(heap, slab);
  }

  /** Drains a slab that {@code heap} owns. */
  public void drain(Heap heap, Slab slab) {
    shared.drain(heap, slab);
  }

  /** Slabs in the mailbox. */
  public int mailed() {
    return shared.mailbox(FOUR_A_SLAB).size();
  }

  // ---- Heaps that change hands -----------------------------------------------------------------

  /** A heap that no registry knows, held by the caller. */
  public Heap unregisteredHeap() {
    return new Heap(Owner.FIRST_HEAP, false);
  }

  /** Holds a heap if it is nobody's. */
  public boolean tryHold(Heap heap) {
    return heap.tryHold();
  }

  /** Counts a drain, a plain write by the heap's holder. */
  public void count(Heap heap) {
    heap.count(Counter.DRAINS);
  }

  /** Attaches a heap that the caller holds to a thread that is not alive. */
  public void endThreadOf(Heap heap) {
    Thread notAlive = new Thread(() -> {});
    threads.add(notAlive);
    heap.setThread(shared.registry().refTo(notAlive));
    heap.setStateRelease(HeapState.ATTACHED);
  }

  /** Attaches a heap that the caller holds to the current thread. */
  public void attach(Heap heap) {
    heap.setThread(shared.registry().refTo(Thread.currentThread()));
    heap.setStateRelease(HeapState.ATTACHED);
  }

  /** Whether a heap is some thread's. */
  public boolean isAttached(Heap heap) {
    return HeapState.who(heap.stateVolatile()) == HeapState.ATTACHED;
  }

  /** Whether the caller gets to hold the heap of a thread that has ended. */
  public boolean holdAbandoned(Heap heap) {
    return shared.registry().tryHoldAbandoned(heap);
  }

  /** Ends a hold. */
  public void letGo(Heap heap) {
    heap.letGo();
  }

  /** Takes the heaps of ended threads apart. */
  public void takeAbandonedApart() {
    reclaimer().abandonedHeaps();
  }

  /** Retires what is empty of the posted slabs, and purges what is free in the others. */
  public void sweepPosted(Heap self) {
    reclaimer().postedSlabs(self, true);
  }

  private Reclaimer reclaimer() {
    return new Reclaimer(
        shared, slowPath, new IdleHeaps(current, thread -> false), current.carriers());
  }

  /** The current thread's heap: from the table, or the slow way. */
  public Heap currentHeap() {
    Heap heap = current.fast();
    return heap != null ? heap : current.attached();
  }

  /** Examines heaps of threads that live, with what is said to tell whether one is outside. */
  public Examiner examiner(Predicate<Thread> outside) {
    IdleHeaps idleHeaps = new IdleHeaps(current, outside);
    return idleHeaps::tryHold;
  }

  /** Takes heaps from threads that don't use them. */
  public interface Examiner {
    /** Whether the caller gets to hold the heap. */
    boolean tryHold(Heap heap);
  }

  /** Gives up all that a heap has. */
  public void dismantle(Heap heap) {
    slowPath.dismantle(heap);
  }

  /** Enters the only stripe, or if it is held a heap that is nobody's. */
  public Heap enterStripe() {
    return stripes.enter(0);
  }

  // ---- A carrier's heap ------------------------------------------------------------------------

  /** The carrier's heap, leased to it if it was not; or a stripe. */
  public Heap enterOnCarrier() {
    return current.carriers().enter();
  }

  /** Whether it is one for all. */
  public boolean isStripe(Heap heap) {
    return heap.isStripe();
  }

  /** Leaves what was entered. */
  public void leaveOnCarrier(Heap heap) {
    current.carriers().leave(heap);
  }

  /** Takes a block from the carrier's heap by the fast path, or 0. On the carrier. */
  public long takeOnCarrier() {
    return current.carriers().pop(FOUR_A_SLAB);
  }

  /**
   * Frees a block into the carrier's heap by the fast path; false if it may not. On the carrier.
   */
  public boolean freeOnCarrier(long address) {
    return current.carriers().push(FOUR_A_SLAB, address);
  }

  /** Ends the lease of a heap; whether the caller gets to hold it. */
  public boolean endLease(Heap heap) {
    return current.carriers().tryHold(heap);
  }

  // ---- For a quiet moment ----------------------------------------------------------------------

  /** The first broken invariant of all slabs and heaps, or null. */
  public @Nullable String fault() {
    return new Inspection(shared).firstFault();
  }

  /** Bad frees that were found after the call that made them returned. */
  public long lateFrees() {
    return new Census(shared).counted(Counter.LATE_DOUBLE_FREES);
  }

  /** Blocks in the program's hands, as the slabs and magazines say. */
  public long liveBlocks() {
    return new Census(shared).classes().stream().mapToLong(HakmemStats.SizeClass::liveBlocks).sum();
  }
}
