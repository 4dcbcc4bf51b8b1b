package org.hakmem.internal.slab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Pages cut into blocks of one size class, and which of these are free: the ownership state machine
 * and both bit sets.
 *
 * <pre>
 *   block i at address() + i * blockBytes();  bit i of a set is bit i &amp; 63 of word i &gt;&gt;&gt; 6
 *
 *   free      a {@link FreeSet}, the owner's, plain
 *   remote    a {@link RemoteSet}, any thread's, atomic
 * </pre>
 *
 * <p><b>Assumptions.</b> A heap id is one thread's at a time, and hand-over of a heap orders its
 * plain accesses. Whoever frees a block got it after it was allocated.
 *
 * <p><b>Guarantees.</b> What is called "owner only" is called by the heap whose id the owner word
 * holds; there is one way to become that: {@link #claim} returned true. Every block is in exactly
 * one of: the program's hands, a magazine, the free set, the remote set. A slab with a free or
 * remote block is owned, posted, or its poster is on the way. Of the frees that find a full slab's
 * summary empty, exactly one posts it.
 *
 * <p><b>Windows.</b> Between a freer's OR of the word and its OR of the summary the block is in
 * nobody's reach; it is found with the summary. A drain may leave a summary bit without a block,
 * which costs the next drain a look.
 *
 * <p><b>Progress.</b> Every operation is lock-free; all but the ORs are wait-free.
 */
public final class Slab extends Mailable {

  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Slab.class, "owner", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** With 2^44 over the block size, rounded up, a product's upper bits are the exact quotient. */
  private static final int RECIPROCAL_SHIFT = 44;

  private static final int QUIET = 2;

  private final int sizeClass;
  private final int blockBytes;
  private final int capacity;
  private final long reciprocal;

  /** An {@link Owner} word; see there for who writes it and how. */
  @SuppressWarnings("unused") // through OWNER
  private volatile long owner;

  private final FreeSet free;

  /**
   * With {@code owner} the two sides of a Dekker: a freer announces and then reads {@code owner}, a
   * releaser writes {@code owner} and then reads the summary, all volatile.
   */
  private final RemoteSet remote;

  private final BlockStates states;

  /** Sweeps since a block came or went, up to {@link #QUIET}; then its free OS pages are purged. */
  private int quietSweeps;

  /**
   * A slab with all blocks free.
   *
   * @param heap its first owner's id
   * @param states where its blocks' states are, for which there is room
   */
  public Slab(long address, int sizeClass, long heap, BlockStates states) {
    super(address, SizeClasses.slabPages(sizeClass));
    this.states = states;
    this.sizeClass = sizeClass;
    this.blockBytes = SizeClasses.blockBytes(sizeClass);
    this.capacity = (int) (bytes() / blockBytes);
    this.reciprocal = ((1L << RECIPROCAL_SHIFT) + blockBytes - 1) / blockBytes;
    this.free = new FreeSet(capacity);
    this.remote = new RemoteSet(free.words());
    OWNER.setVolatile(this, heap);
  }

  /** Its size class. */
  public int sizeClass() {
    return sizeClass;
  }

  /** Bytes of each of its blocks. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Number of its blocks. */
  public int capacity() {
    return capacity;
  }

  /** Index of the block that {@code address}, which must lie in the slab, is in. */
  public int indexOf(long address) {
    return (int) (((address - address()) * reciprocal) >>> RECIPROCAL_SHIFT);
  }

  /** Address of block {@code index}. */
  public long addressOf(int index) {
    return address() + (long) index * blockBytes;
  }

  /** Whether {@code address} is the start of one of the blocks. */
  public boolean isBlock(long address) {
    int index = indexOf(address);
    return index < capacity && addressOf(index) == address;
  }

  /**
   * The index of the block that {@code address} is the start of, within the sets' word {@code
   * word}: 0 to 63, or -1 if it is the start of none, or of one of another word. For any address;
   * one compare tells those of other words and slabs.
   */
  public int indexIn(int word, long address) {
    long offset = address - addressOf(word << 6);
    long bytes = (long) Math.min(Long.SIZE, capacity - (word << 6)) * blockBytes;
    if (Long.compareUnsigned(offset, bytes) >= 0) {
      return -1;
    }
    int index = (int) ((offset * reciprocal) >>> RECIPROCAL_SHIFT);
    return (long) index * blockBytes == offset ? index : -1;
  }

  // ---- Ownership -------------------------------------------------------------------------------

  /** The owner word, for a decision that a compare-and-set confirms, or for a report. */
  public long ownerVolatile() {
    return (long) OWNER.getVolatile(this);
  }

  /**
   * Whether {@code heap} owns the slab, asked by that heap. Opaque is enough: only the heap itself
   * writes its id there or takes it away.
   */
  public boolean isOwnedBy(long heap) {
    return (long) OWNER.getOpaque(this) == heap;
  }

  /**
   * Makes {@code heap} the owner of a posted slab. The one door: after true, and only then, the
   * caller may use what is "owner only"; the claim pairs with the volatile writes of {@link
   * #release} and {@link #post}.
   *
   * @return whether {@code heap} owns the slab now, as it also does if it did before
   */
  public boolean claim(long heap) {
    return isOwnedBy(heap) || casOwner(Owner.POSTED, heap);
  }

  private boolean casOwner(long expected, long next) {
    return OWNER.compareAndSet(this, expected, next);
  }

  /**
   * Gives up an exhausted slab. Owner only; no block may be free.
   *
   * <p>Dekker: this writes the owner and reads the summary, {@link #freeRemote} writes the summary
   * and reads the owner, all volatile, so at least one of them sees the other. If it is this one,
   * it posts the slab, unless the freer has done so already. It could own it again instead, but
   * would then have to release it again, as often as others free and exhaust it meanwhile; so it is
   * rid of the slab in a bounded number of steps, whatever they do.
   *
   * @return whether the caller posted the slab and must mail it, see {@link #markMailed}
   */
  public boolean release(long heap) {
    assert isOwnedBy(heap) && free.count() == 0 : this;
    OWNER.setVolatile(this, Owner.FULL);
    return remote.summaryVolatile() != 0 && casOwner(Owner.FULL, Owner.POSTED);
  }

  /** Gives up a slab with free blocks. Owner only. The caller mails it, see {@link #markMailed}. */
  public void post(long heap) {
    assert isOwnedBy(heap) : this;
    OWNER.setVolatile(this, Owner.POSTED);
  }

  /** Ends the slab's life. Owner only; every block must be free. */
  public void retire(long heap) {
    assert isOwnedBy(heap) && isEmpty() : this;
    states.end(this);
    OWNER.setVolatile(this, Owner.RETIRED);
  }

  // ---- The owner's side ------------------------------------------------------------------------

  /**
   * Takes free blocks, all from one word, and writes their addresses to {@code slots}. Owner only.
   * Commits last, without a call, so that it does nothing or all.
   *
   * @param from index of the first slot; {@code most} is at least 1
   * @param tag that of the heap which caches them
   * @return how many, from 0 to the lesser of {@code most} and 64
   */
  public int take(long[] slots, int from, int most, byte tag) {
    if (free.count() == 0) {
      return 0;
    }
    int word = free.firstWord();
    long rest = free.word(word);
    long base = addressOf(word << 6);
    int taken = 0;
    if (rest == -1 && most >= Long.SIZE) { // a loop that C2 makes vectors of
      for (; taken < Long.SIZE; taken++) {
        slots[from + taken] = base + (long) taken * blockBytes;
      }
      rest = 0;
    }
    for (; rest != 0 && taken < most; rest &= rest - 1) {
      slots[from + taken++] = base + (long) Long.numberOfTrailingZeros(rest) * blockBytes;
    }
    if (states.isTracked(sizeClass)) {
      for (int slot = from; slot < from + taken; slot++) {
        states.setCached(sizeClass, slots[slot], tag);
      }
    }
    quietSweeps = 0;
    free.take(word, rest, taken);
    return taken;
  }

  /**
   * Takes back blocks of one word. Owner only; none may be free. Commits without a call.
   *
   * @param word index of the word
   * @param blocks their bits, at least one
   */
  public void freeLocal(int word, long blocks) {
    int count = Long.bitCount(blocks);
    quietSweeps = 0;
    free.add(word, blocks, count);
  }

  /**
   * Moves remote frees into the free set. Owner only.
   *
   * @return how many of them were free already: double frees that no call could be blamed for,
   *     which change nothing
   */
  public int drain(long heap) {
    assert isOwnedBy(heap) : this;
    int twice = 0;
    for (long words = remote.takeSummary(); words != 0; words &= words - 1) {
      int word = Long.numberOfTrailingZeros(words);
      long blocks = remote.take(word);
      long free = this.free.word(word);
      twice += Long.bitCount(blocks & free);
      blocks &= ~free;
      if (blocks != 0) {
        quietSweeps = 0;
        this.free.add(word, blocks, Long.bitCount(blocks));
      }
    }
    return twice;
  }

  /** Blocks in the free set. Exact for the owner, a guess for others (plain, of one word). */
  public int freeCount() {
    return free.count();
  }

  /** Whether every block is in the free set. Owner only. */
  public boolean isEmpty() {
    return free.count() == capacity;
  }

  // ---- Any thread's side -----------------------------------------------------------------------

  /** Whether remote frees wait. A hint. */
  public boolean hasRemote() {
    return remote.summaryVolatile() != 0;
  }

  /** Whether it is posted and every block free, drained or not. A guess. */
  public boolean seemsEmpty() {
    return ownerVolatile() == Owner.POSTED && free.count() + remote.count() == capacity;
  }

  /** Blocks whose remote frees wait. A guess unless the allocator is quiet. */
  public int remoteCount() {
    return remote.count();
  }

  /** Whether block {@code index} is free, as {@link #freeAmong}. */
  public boolean isFree(int index) {
    return freeAmong(index >>> 6, 1L << index) != 0;
  }

  /**
   * Those of a word's {@code blocks} that are in one of the free sets. Asked by whoever holds the
   * blocks, or believes so. A holder finds none: their bits were cleared before it got them, and
   * nobody sets them but a free of them. So each found is proof of a double free, by any thread.
   */
  public long freeAmong(int word, long blocks) {
    return blocks & (free.wordOpaque(word) | remote.word(word));
  }

  /**
   * Frees blocks of one word of a slab that the caller doesn't own.
   *
   * @param word index of the word
   * @param blocks their bits
   * @return those that were in the remote set already: double frees, which change nothing
   */
  public long freeRemote(int word, long blocks) {
    return remote.add(word, blocks);
  }

  /**
   * Makes remote frees of a word findable; to be called after {@link #freeRemote}.
   *
   * @return whether the caller posted the slab and must mail it, see {@link #markMailed}
   */
  public boolean announceRemote(int word) {
    return remote.announce(word)
        && (long) OWNER.getVolatile(this) == Owner.FULL
        && casOwner(Owner.FULL, Owner.POSTED);
  }

  // ---- Purging ---------------------------------------------------------------------------------

  /** A stretch of free memory. */
  public interface FreeStretch {
    /** Takes {@code bytes} bytes from {@code address} on. */
    void accept(long address, long bytes);
  }

  /**
   * Calls {@code action} for the OS pages that hold only free blocks, once no block has come or
   * gone since the last but one sweep. Owner only, who keeps owning the slab until it returns.
   *
   * @param now whether not to wait for that
   */
  public void sweep(boolean now, long pageBytes, FreeStretch action) {
    if (quietSweeps == QUIET) {
      return;
    }
    quietSweeps = now ? QUIET : quietSweeps + 1;
    if (quietSweeps == QUIET) {
      forEachFreeStretch(pageBytes, action);
    }
  }

  private void forEachFreeStretch(long pageBytes, FreeStretch action) {
    int index = 0;
    while (index < capacity) {
      int end = free.firstMissing(index, capacity);
      long from = (addressOf(index) + pageBytes - 1) & -pageBytes;
      long limit = end == capacity ? address() + bytes() : addressOf(end);
      long to = limit & -pageBytes;
      if (to > from) {
        action.accept(from, to - from);
      }
      index = end + 1;
    }
  }

  /** Whether a sweep has nothing to do. A hint for others than the owner. */
  public boolean isSwept() {
    return quietSweeps == QUIET;
  }

  // ---- Checks ----------------------------------------------------------------------------------

  /** Whether both sets are valid, and no block is in both. For a quiet moment. */
  public boolean isValid() {
    for (int word = 0; word < free.words(); word++) {
      if ((free.word(word) & remote.word(word)) != 0) {
        return false;
      }
    }
    return free.isValid(capacity) && remote.isValid(capacity);
  }

  @Override
  public String toString() {
    return "slab of "
        + blockBytes
        + "-byte blocks at 0x"
        + Long.toHexString(address())
        + ", "
        + Owner.describe(ownerVolatile())
        + ", "
        + free.count()
        + " free and "
        + remote.count()
        + " remote of "
        + capacity;
  }
}
