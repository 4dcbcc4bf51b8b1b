package org.hakmem.internal.heap;

import java.util.Arrays;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * A thread's or stripe's private state: magazines and owned slabs.
 *
 * <p>Everything in it but {@code inUse} and a mark is plain and belongs to its holder: the thread
 * it is attached to, or whoever holds it; see {@link Holdable}, which orders the holders' accesses,
 * and {@link Watchable} for the mark.
 */
public final class Heap extends Watchable {

  /**
   * So many blocks of others go back before a thread's heap caches one of them. Measured:
   * docs/benchmarks.md, Constants.
   */
  private static final int FIRST_RETURNED = 4;

  private static final @Nullable Bin[] NO_BINS = {};

  private final long id;
  private final byte tag;
  private final boolean stripe;

  /** By size class, up to the highest that was used. */
  private @Nullable Bin[] bins = NO_BINS;

  /** Plain, the holder's; others read them for a report, whole and perhaps late. */
  private final long[] counters = new long[Counter.count()];

  /**
   * False only if it caches nothing, owns no slab, and its fast paths lead nowhere. Written by its
   * holder. Volatile: the holder writes it and then reads whether the scavenger is awake, the
   * scavenger writes that it sleeps and then reads this.
   */
  private volatile boolean inUse;

  private long[] magazines = Magazines.empty();

  private int leftToReturn = FIRST_RETURNED;
  private long grantedBytes;
  private int victim;
  private int sweep;
  private int tidied;
  private @Nullable Batch batch;
  private long unsampledBytes;

  /** Plain: written by whoever holds the heap, read by who is inside it; a guess for others. */
  private @Nullable Lease lease;

  /** A heap held by its maker. */
  Heap(long id, boolean stripe) {
    this.id = id;
    this.tag = BlockStates.tag(id);
    this.stripe = stripe;
  }

  /** Its id, never another's. */
  public long id() {
    return id;
  }

  /** The state of the blocks that it caches, see {@link BlockStates}. */
  byte tag() {
    return tag;
  }

  boolean isStripe() {
    return stripe;
  }

  // ---- The fast paths, the holder's ------------------------------------------------------------

  // What may need stack comes first: a call that finds the stack full has changed nothing, and the
  // stores behind the last call can't fail.

  /**
   * Takes the block freed last, or returns 0 if it is not of {@code sizeClass} or needs the slow
   * path.
   */
  public long takeLast(int sizeClass, BlockStates states) {
    long address = last;
    if (lastClass() != sizeClass || !states.handOut(sizeClass, address, tag)) {
      return 0;
    }
    lastWord = NO_LAST;
    return address;
  }

  /**
   * Takes a free block of {@code sizeClass} from the magazine, or returns 0 if that is empty or the
   * topmost needs the slow path; to be asked after {@link #takeLast}.
   */
  public long pop(int sizeClass, BlockStates states) {
    long[] words = magazines;
    long state = words[sizeClass];
    long address = Magazines.top(words, state);
    if (address == 0 || !states.handOut(sizeClass, address, tag)) {
      return 0;
    }
    words[sizeClass] = state - Magazines.ONE;
    return address;
  }

  /**
   * Takes a freed block: it becomes the one freed last, and the one that was goes into its
   * magazine. False, and nothing changed, if that is full, or the block is known to be the one
   * freed last, or the heap caches nothing yet.
   *
   * @param sizeClass what {@link BlockStates#liveClass} returned for the block
   */
  public boolean push(int sizeClass, long address, BlockStates states) {
    long[] words = magazines;
    int displaced = lastClass();
    long state = 0;
    if (displaced >= 0) {
      state = words[displaced] + Magazines.ONE;
      if (last == address || Magazines.top(words, state) == Magazines.CAP) {
        return false;
      }
    }
    if (states.isTracked(sizeClass)) {
      states.setCached(sizeClass, address, tag);
    }
    if (displaced >= 0) {
      words[(int) state] = last;
      words[displaced] = state;
    }
    last = address;
    lastWord = sizeClass;
    return true;
  }

  // ---- The holder's ----------------------------------------------------------------------------

  long[] magazines() {
    return magazines;
  }

  void setMagazines(long[] next) {
    magazines = next;
  }

  /** The bin of a class, or null if the heap never used the class. */
  @Nullable Bin binIfAny(int sizeClass) {
    @Nullable Bin[] all = bins;
    return sizeClass < all.length ? all[sizeClass] : null;
  }

  Bin bin(int sizeClass, int stickyRingSize) {
    Bin bin = binIfAny(sizeClass);
    if (bin == null) {
      bin = new Bin(sizeClass, stickyRingSize);
      if (sizeClass >= bins.length) {
        bins = Arrays.copyOf(bins, sizeClass + 1);
      }
      bins[sizeClass] = bin;
    }
    return bin;
  }

  /** Its bins by size class, null for a class that it never used; not to be changed. */
  @Nullable Bin[] bins() {
    return bins;
  }

  /**
   * Forgets all bins, which have neither slabs nor blocks: a heap that nobody uses, or for other
   * classes, should not keep one for each class that it ever used.
   */
  void dropBins() {
    bins = NO_BINS;
  }

  /** Whether it has slabs of the class. A guess for others than its holder. */
  boolean hasSlabs(int sizeClass) {
    Bin bin = binIfAny(sizeClass);
    return bin != null && bin.hasSlabs();
  }

  /**
   * To be called by its next thread, for which it is as if it had cached nothing: see {@link
   * #returnsAnother}.
   */
  void beginAnew() {
    if (!hasLast() || Magazines.push(magazines, lastClass(), last)) {
      lastWord = CLOSED;
    }
    leftToReturn = FIRST_RETURNED;
    for (Bin bin : bins) {
      if (bin != null) {
        bin.beginAnew();
      }
    }
  }

  /**
   * Whether a block of a slab that the heap does not own, freed by a thread that has freed no other
   * so far, is to go back to its slab at once. A thread that was handed a few blocks and frees
   * them, and would get them again, would write to cache lines that it shares with the one that has
   * their neighbours (passive false sharing: Berger et al., <i>Hoard</i>, 2000). Counts; a thread
   * that mostly frees others' blocks soon caches them, and gives them back together.
   */
  boolean returnsAnother() {
    if (lastClass() != CLOSED || leftToReturn == 0) {
      return false;
    }
    leftToReturn--;
    return true;
  }

  /** How many blocks of a class it caches in all. A guess for others than the holder. */
  int cachedInAll(int sizeClass) {
    Bin bin = binIfAny(sizeClass);
    int inMagazine = bin == null ? 0 : Math.max(0, cached(bin));
    return inMagazine + (lastClass() == sizeClass ? 1 : 0);
  }

  /** How many blocks a magazine holds. */
  int cached(Bin bin) {
    return Magazines.count(magazines, bin.sizeClass(), bin.bottom());
  }

  int capacity(Bin bin) {
    return Magazines.capacity(magazines, bin.sizeClass(), bin.bottom());
  }

  void setCapacity(Bin bin, int capacity) {
    Magazines.setCapacity(magazines, bin.sizeClass(), bin.bottom(), capacity);
  }

  /** Bytes that its magazines may hold as their capacities stand. */
  long grantedBytes() {
    return grantedBytes;
  }

  void addGrantedBytes(long bytes) {
    grantedBytes += bytes;
  }

  /** The next class to take cached bytes from, in turn. */
  int nextVictim() {
    victim = victim + 1 < SizeClasses.COUNT ? victim + 1 : 0;
    return victim;
  }

  /** The next bin with slabs other than {@code spared}, in turn, or null. */
  @Nullable Bin nextToTidy(Bin spared) {
    for (int i = 0; i < bins.length; i++) {
      tidied = tidied + 1 < bins.length ? tidied + 1 : 0;
      Bin bin = bins[tidied];
      if (bin != null && bin != spared && bin.hasSlabs()) {
        return bin;
      }
    }
    return null;
  }

  /** The next of {@code count} superslabs to sweep, in turn. */
  int nextToSweep(int count) {
    sweep = sweep + 1 < count ? sweep + 1 : 0;
    return sweep;
  }

  /** What the heap flushes with, once it was set. */
  @Nullable Batch batch() {
    return batch;
  }

  void setBatch(Batch made) {
    batch = made;
  }

  /**
   * Lets go of the allocator, which is closed: a thread keeps its heap in a thread-local variable
   * for as long as it lives, and the batch leads from there to all else. By who closes, not the
   * holder: a thread that still flushes has read the batch before, or makes another.
   */
  void dropBatch() {
    batch = null;
  }

  /** Counts bytes that came out of slabs into the heap; the sum since that was last taken back. */
  long addUnsampledBytes(long bytes) {
    return unsampledBytes += bytes;
  }

  /** Counts one. */
  void count(Counter counter) {
    count(counter, 1);
  }

  void count(Counter counter, long times) {
    counters[index(counter)] += times;
  }

  /** What it counted, for any thread. */
  public long counted(Counter counter) {
    return counters[index(counter)];
  }

  @SuppressWarnings("EnumOrdinal") // an index for as long as the program runs, stored nowhere
  private static int index(Counter counter) {
    return counter.ordinal();
  }

  /** That of the carrier which has it now, or null. A guess for others than who is inside. */
  @Nullable Lease lease() {
    return lease;
  }

  void setLease(@Nullable Lease made) {
    lease = made;
  }

  // ---- Use -------------------------------------------------------------------------------------

  /** Whether it may cache blocks or own slabs. */
  boolean isInUse() {
    return inUse;
  }

  /** To be called by its holder before it takes anything into the heap. */
  void markInUse() {
    if (!inUse) {
      inUse = true;
    }
  }

  /** To be called by its holder after everything was taken out. */
  void markUnused() {
    inUse = false;
  }

  /**
   * A number that changes when blocks come into magazines or leave them, and with most steps of the
   * slow paths. A guess, for any thread; see {@link IdleWatch}.
   */
  long footprint() {
    long[] words = magazines;
    long sum = words.length;
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      sum = sum * 31 + words[sizeClass];
    }
    for (long counter : counters) {
      sum = sum * 31 + counter;
    }
    return sum;
  }

  @Override
  public String toString() {
    return "heap " + id;
  }
}
