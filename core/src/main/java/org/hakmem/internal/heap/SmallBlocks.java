package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.hakmem.HakmemConfig;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.memory.Geometry;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * What all heaps of an allocator share: where the slabs are, who has posted one, who has how much.
 *
 * <p>Any thread may use it. It decides nothing; {@link Refill}, {@link Flush} and {@link Scavenger}
 * do.
 */
final class SmallBlocks {

  /**
   * All but one in so many slabs of a class may be posted before threads that free retire some.
   * Measured: docs/benchmarks.md, Constants.
   */
  private static final int LEAST_UNPOSTED = 8;

  /** Free blocks in magazines are at most one part in this many of a limited memory. */
  private static final int CACHED_SHARE_OF_LIMIT = 8;

  private final HakmemConfig config;
  private final OsMemory os;
  private final SuperslabPool pool;
  private final BlockStates states;
  private final HeapRegistry registry;
  private final List<Mailbox> mailboxes = new ArrayList<>(SizeClasses.COUNT);

  /** Number of slabs of each class. */
  private final AtomicIntegerArray slabs = new AtomicIntegerArray(SizeClasses.COUNT);

  /** Bytes that the magazines of all heaps may hold as their capacities stand. */
  private final Budget cachedBytes;

  private final Purge purge = new Purge();

  private final LateFrees lateFrees;
  private final OpenGate gate = new OpenGate();
  private final Reclaims reclaims = new Reclaims();

  /** Set once there is one. */
  private volatile @Nullable Runnable wakeScavenger;

  SmallBlocks(HakmemConfig config, OsMemory os, SuperslabPool pool, BlockStates states) {
    this.config = config;
    this.os = os;
    this.pool = pool;
    this.registry = new HeapRegistry(pool.events());
    this.states = states;
    this.lateFrees = new LateFrees(pool.events());
    this.cachedBytes =
        new Budget(Math.min(config.totalCachedBytes(), config.maxBytes() / CACHED_SHARE_OF_LIMIT));
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      mailboxes.add(new Mailbox());
    }
  }

  HakmemConfig config() {
    return config;
  }

  OsMemory os() {
    return os;
  }

  SuperslabPool pool() {
    return pool;
  }

  Events events() {
    return pool.events();
  }

  /** What those pass who touch memory without being the allocator's users. */
  OpenGate gate() {
    return gate;
  }

  /** Who gives memory back now. */
  Reclaims reclaims() {
    return reclaims;
  }

  HeapRegistry registry() {
    return registry;
  }

  Budget cachedBytes() {
    return cachedBytes;
  }

  Mailbox mailbox(int sizeClass) {
    return mailboxes.get(sizeClass);
  }

  Bin bin(Heap heap, int sizeClass) {
    return heap.bin(sizeClass, config.stickyRingSize());
  }

  /** The slab that {@code address} lies in, or null; as {@link SuperslabPool#runAt}. */
  @Nullable Slab slabAt(long address) {
    return pool.runAt(address) instanceof Slab slab ? slab : null;
  }

  BlockStates states() {
    return states;
  }

  /**
   * Returns the slab whose live block begins at {@code address}, for the block's holder.
   *
   * @param heap what the current thread frees to, or null
   * @throws InvalidFreeException if there is no such block, as far as can be known
   */
  Slab requireLive(@Nullable Heap heap, long address) {
    Slab slab = slabAt(address);
    if (slab == null
        || !slab.isBlock(address)
        || !states.isLive(slab.sizeClass(), address)
        || slab.isFree(slab.indexOf(address))
        || (heap != null && !states.isTracked(slab.sizeClass()) && heap.isLast(address))) {
      throw invalidFree(address);
    }
    return slab;
  }

  /** Says what is wrong with an address that is not a live block. */
  InvalidFreeException invalidFree(long address) {
    return new InvalidFreeException(
        address, InvalidFrees.describe(states, slabAt(address), address));
  }

  /**
   * Counts addresses that were found among a heap's cached blocks and are not its own: bad frees by
   * calls that are long gone.
   *
   * @param address the first of them
   */
  void drop(Heap heap, long address, int count) {
    heap.count(Counter.LATE_DOUBLE_FREES, count);
    lateFrees.report(address, count);
  }

  private record SlabMaker(int sizeClass, long heap, BlockStates states)
      implements SuperslabPool.RunMaker<Slab> {
    @Override
    public Slab make(long address, boolean zeroed) {
      Slab slab = new Slab(address, sizeClass, heap, states);
      states.prepare(slab, sizeClass);
      return slab;
    }
  }

  /**
   * A heap for another thread or carrier, held by the caller: an abandoned one, with what it
   * caches, or a new one. The slabs of an abandoned one go to whoever wants them: its next user may
   * need others, and would keep these from those who need them.
   */
  Heap heapForAnother() {
    Heap heap = registry.holdAbandoned();
    if (heap == null) {
      return registry.create(false);
    }
    boolean done = false;
    try {
      heap.count(Counter.ADOPTIONS);
      heap.beginAnew();
      giveUpSlabs(heap);
      events().adopt(heap.id(), heap.id(), 0);
      done = true;
    } finally { // no Java heap
      if (!done) {
        heap.letGo();
      }
    }
    return heap;
  }

  /** Bytes of all slabs. */
  long slabBytes() {
    long pages = 0;
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      pages += (long) slabs.get(sizeClass) * SizeClasses.slabPages(sizeClass);
    }
    return pages << Geometry.PAGE_SHIFT;
  }

  /** A new slab that {@code heap} owns, or null if limit or system refuse. */
  @Nullable Slab newSlab(Heap heap, int sizeClass) {
    SlabMaker maker = new SlabMaker(sizeClass, heap.id(), states);
    Slab slab = pool.allocate(SizeClasses.slabPages(sizeClass), 1, maker);
    if (slab != null) {
      states.begin(slab);
      slabs.incrementAndGet(sizeClass);
    }
    return slab;
  }

  /**
   * Whether a thread that frees should look for posted slabs that became empty. Where there is a
   * scavenger it does so soon enough, unless nearly all slabs of the class are posted: until then
   * whoever allocates takes them, for less than a new one costs, and before the footprint grows.
   */
  boolean isReclaimDue(int sizeClass) {
    int all = slabs.get(sizeClass);
    return !config.scavenger() || mailbox(sizeClass).size() >= all - all / LEAST_UNPOSTED;
  }

  /**
   * Gives an entirely free slab, which {@code heap} owns and has in no bin, back to its superslab.
   */
  void retire(Heap heap, Slab slab) {
    slab.retire(heap.id());
    heap.count(Counter.SLABS_RETIRED);
    slabs.decrementAndGet(slab.sizeClass());
    pool.release(slab);
    wakeScavenger();
  }

  /**
   * Gives up a slab that {@code heap} owns and has in no bin, wherever it belongs then: retired if
   * entirely free, posted if a block is free, full otherwise.
   */
  void giveUp(Heap heap, Slab slab) {
    drain(heap, slab);
    if (slab.isEmpty()) {
      retire(heap, slab);
      return;
    }
    if (slab.freeCount() > 0) {
      slab.post(heap.id());
    } else if (!slab.release(heap.id())) {
      return;
    }
    mailbox(slab.sizeClass()).mail(slab);
    wakeScavenger();
  }

  /** Gives up all slabs of a heap, which the caller holds. */
  void giveUpSlabs(Heap heap) {
    for (Bin bin : heap.bins()) {
      if (bin != null) {
        for (Slab slab = bin.takeAny(); slab != null; slab = bin.takeAny()) {
          giveUp(heap, slab);
        }
      }
    }
  }

  /** Drains a slab that {@code heap} owns. */
  void drain(Heap heap, Slab slab) {
    if (slab.hasRemote()) {
      heap.count(Counter.DRAINS);
      int before = slab.freeCount();
      int twice = slab.drain(heap.id());
      if (twice > 0) {
        drop(heap, slab.address(), twice);
      }
      events().drain(heap.id(), slab.address(), slab.blockBytes(), slab.freeCount() - before);
    }
  }

  /**
   * Gives back what memory can be spared of a slab that {@code heap} owns, and then the slab
   * itself.
   *
   * @param now whether to purge the OS pages of a slab that is in use
   */
  void sweep(Heap heap, Slab slab, boolean now) {
    drain(heap, slab);
    if (!slab.isEmpty()) {
      slab.sweep(now, os.pageBytes(), purge);
    }
    giveUp(heap, slab);
  }

  private final class Purge implements Slab.FreeStretch {
    @Override
    public void accept(long address, long bytes) {
      long begun = events().begin();
      if (os.purge(address, bytes)) {
        pool.purges().incrementAndGet();
        events().purge(address, bytes, begun);
      }
    }
  }

  /** The one place that claims: true if {@code heap} owns {@code slab} now. */
  boolean claim(Heap heap, Slab slab) {
    if (slab.isOwnedBy(heap.id())) {
      return true;
    }
    boolean won = slab.claim(heap.id());
    if (!won) {
      events().claimLost(heap.id(), slab.address(), slab.blockBytes());
    }
    heap.count(won ? Counter.CLAIMS_WON : Counter.CLAIMS_LOST);
    return won;
  }

  /** Calls the scavenger, if there is one and it sleeps. */
  void wakeScavenger() {
    Runnable wake = wakeScavenger;
    if (wake != null) {
      try {
        wake.run();
      } catch (OutOfMemoryError e) { // no Java heap: memory goes back later
      }
    }
  }

  void setWakeScavenger(Runnable wake) {
    wakeScavenger = wake;
  }
}
