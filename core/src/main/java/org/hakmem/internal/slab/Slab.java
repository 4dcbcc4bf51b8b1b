package org.hakmem.internal.slab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.superslab.PageRun;

/**
 * Pages cut into blocks of one size class, and which of these are free: the ownership state machine
 * and both bit sets.
 *
 * <pre>
 *   block i at address() + i * blockBytes();  bit i of a set is bit i &amp; 63 of word i &gt;&gt;&gt; 6
 *
 *   freeBits    [word][word]…      the owner's, plain       freeSummary    a bit for each word not 0
 *   remoteBits  [word][word]…      any thread's, atomic     remoteSummary  a bit for each word that may not be 0
 * </pre>
 *
 * <p><b>Assumptions.</b> A heap id is one thread's at a time, and hand-over of a heap orders its
 * plain accesses. Whoever frees a block got it after it was allocated.
 *
 * <p><b>Guarantees.</b> What is called "owner only" is called by the heap whose id the owner word
 * holds; there is one way to become that: {@link #claim} returned true (or {@link #release} did not
 * let go). Every block is in exactly one of: the program's hands, a magazine, {@code freeBits},
 * {@code remoteBits}. A slab with a free or remote block is owned, posted, or its poster is on the
 * way. Of the frees that find a full slab's summary empty, exactly one posts it.
 *
 * <p><b>Windows.</b> Between a freer's OR of the word and its OR of the summary the block is in
 * nobody's reach; it is found with the summary. Between a drain's exchange of the summary and of a
 * word a freer may set both again: the drain takes the block and leaves a summary bit without one,
 * which costs the next drain a look.
 *
 * <p><b>Progress.</b> Every operation is lock-free; all but the ORs are wait-free.
 */
public final class Slab extends PageRun {

  private static final VarHandle OWNER;
  private static final VarHandle REMOTE_SUMMARY;
  private static final VarHandle MAILED;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Slab.class, "owner", long.class);
      REMOTE_SUMMARY = lookup.findVarHandle(Slab.class, "remoteSummary", long.class);
      MAILED = lookup.findVarHandle(Slab.class, "mailed", int.class);
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

  // The owner's alone, plain; they follow the owner word from hand to hand.
  private final long[] freeBits;
  private long freeSummary;
  private int freeCount;

  /** Sweeps since a block came or went, up to {@link #QUIET}; then its free OS pages are purged. */
  private int quietSweeps;

  /** Set by any thread, taken by the owner; volatile read-modify-writes both. */
  private final long[] remoteBits;

  /**
   * Set by any thread after its word, taken by the owner before the words. Volatile: a freer writes
   * it and then reads {@code owner}, a releaser writes {@code owner} and then reads it.
   */
  @SuppressWarnings("unused") // through REMOTE_SUMMARY
  private volatile long remoteSummary;

  /** 1 while a mailbox holds the slab. Volatile: see {@link #markMailed}. */
  @SuppressWarnings("unused") // through MAILED
  private volatile int mailed;

  /**
   * A slab with all blocks free.
   *
   * @param heap its first owner's id
   */
  public Slab(long address, int sizeClass, long heap) {
    super(address, SizeClasses.slabPages(sizeClass));
    this.sizeClass = sizeClass;
    this.blockBytes = SizeClasses.blockBytes(sizeClass);
    this.capacity = (int) (bytes() / blockBytes);
    this.reciprocal = ((1L << RECIPROCAL_SHIFT) + blockBytes - 1) / blockBytes;
    int words = (capacity + Long.SIZE - 1) / Long.SIZE;
    this.freeBits = new long[words];
    this.remoteBits = new long[words];
    for (int word = 0; word < words; word++) {
      freeBits[word] = -1L;
    }
    if ((capacity & (Long.SIZE - 1)) != 0) {
      freeBits[words - 1] = (1L << capacity) - 1;
    }
    this.freeSummary = words == Long.SIZE ? -1L : (1L << words) - 1;
    this.freeCount = capacity;
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
   * it takes the slab back, unless the freer has posted it already.
   *
   * @return whether the slab is given up; false if remote frees arrived and the heap still owns it
   */
  public boolean release(long heap) {
    assert isOwnedBy(heap) && freeCount == 0 : this;
    OWNER.setVolatile(this, Owner.FULL);
    return (long) REMOTE_SUMMARY.getVolatile(this) == 0 || !casOwner(Owner.FULL, heap);
  }

  /** Gives up a slab with free blocks. Owner only. The caller mails it, see {@link #markMailed}. */
  public void post(long heap) {
    assert isOwnedBy(heap) : this;
    OWNER.setVolatile(this, Owner.POSTED);
  }

  /** Ends the slab's life. Owner only; every block must be free. */
  public void retire(long heap) {
    assert isOwnedBy(heap) && isEmpty() : this;
    OWNER.setVolatile(this, Owner.RETIRED);
  }

  /**
   * To be called after the slab was posted.
   *
   * <p>A slab may be claimed while a mailbox holds it, by a heap that found it elsewhere, and be
   * posted again. So that it never stands there twice, a poster posts and then marks, the one who
   * takes it out unmarks and then claims: the poster sees the mark gone, or the taker sees it
   * posted.
   *
   * @return whether the caller must put it into the mailbox
   */
  public boolean markMailed() {
    return (int) MAILED.getAndSet(this, 1) == 0;
  }

  /** To be called after the slab was taken out of a mailbox, before it is claimed. */
  public void unmarkMailed() {
    MAILED.setVolatile(this, 0);
  }

  // ---- The owner's side ------------------------------------------------------------------------

  /**
   * Takes free blocks, all from one word, and writes their addresses to {@code slots}. Owner only.
   * Commits last, without a call, so that it does nothing or all.
   *
   * @param from index of the first slot
   * @param most at least 1
   * @return how many, from 0 to the lesser of {@code most} and 64
   */
  public int take(long[] slots, int from, int most) {
    if (freeCount == 0) {
      return 0;
    }
    int word = Long.numberOfTrailingZeros(freeSummary);
    long bits = freeBits[word];
    int taken = 0;
    long base = addressOf(word << 6);
    for (; bits != 0 && taken < most; bits &= bits - 1) {
      slots[from + taken++] = base + (long) Long.numberOfTrailingZeros(bits) * blockBytes;
    }
    freeBits[word] = bits;
    if (bits == 0) {
      freeSummary &= ~(1L << word);
    }
    freeCount -= taken;
    quietSweeps = 0;
    return taken;
  }

  /**
   * Takes back the block at {@code address}. Owner only; it must not be free. Commits without a
   * call.
   */
  public void freeLocal(int index) {
    int word = index >>> 6;
    freeBits[word] |= 1L << index;
    freeSummary |= 1L << word;
    freeCount++;
    quietSweeps = 0;
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
    // The summary first: what a freer adds from here on has its bit set again.
    long words = (long) REMOTE_SUMMARY.getAndSet(this, 0L);
    for (; words != 0; words &= words - 1) {
      int word = Long.numberOfTrailingZeros(words);
      long bits = (long) WORDS.getAndSet(remoteBits, word, 0L);
      twice += Long.bitCount(bits & freeBits[word]);
      bits &= ~freeBits[word];
      if (bits != 0) {
        freeBits[word] |= bits;
        freeSummary |= 1L << word;
        freeCount += Long.bitCount(bits);
        quietSweeps = 0;
      }
    }
    return twice;
  }

  /** Blocks in the free set. Exact for the owner, a guess for others (plain, of one word). */
  public int freeCount() {
    return freeCount;
  }

  /** Whether every block is in the free set. Owner only. */
  public boolean isEmpty() {
    return freeCount == capacity;
  }

  // ---- Any thread's side -----------------------------------------------------------------------

  /** Whether remote frees wait. A hint. */
  public boolean hasRemote() {
    return (long) REMOTE_SUMMARY.getVolatile(this) != 0;
  }

  /** Blocks whose remote frees wait. A guess unless the allocator is quiet. */
  public int remoteCount() {
    int count = 0;
    for (int word = 0; word < remoteBits.length; word++) {
      count += Long.bitCount((long) WORDS.getOpaque(remoteBits, word));
    }
    return count;
  }

  /**
   * Whether block {@code index} is in one of the free sets. Asked by whoever holds the block, or
   * believes so. A holder reads its bits as no: they were cleared before it got the block, and
   * nobody sets them but a free of it. So yes is proof of a double free, by any thread; opaque, for
   * words are read whole.
   */
  public boolean isFree(int index) {
    int word = index >>> 6;
    long bits = (long) WORDS.getOpaque(freeBits, word) | (long) WORDS.getOpaque(remoteBits, word);
    return (bits >>> index & 1) != 0;
  }

  /**
   * Frees blocks of one word of a slab that the caller doesn't own.
   *
   * @param word index of the word
   * @param blocks their bits
   * @return those that were in the remote set already: double frees, which change nothing
   */
  public long freeRemote(int word, long blocks) {
    return (long) WORDS.getAndBitwiseOr(remoteBits, word, blocks) & blocks;
  }

  /**
   * Makes remote frees of a word findable; to be called after {@link #freeRemote}.
   *
   * <p>A summary bit that is set already need not be set again: the word was written before this
   * read, both volatile, and a drain takes the summary before the words.
   *
   * @return whether the caller posted the slab and must mail it, see {@link #markMailed}
   */
  public boolean announceRemote(int word) {
    long bit = 1L << word;
    if (((long) REMOTE_SUMMARY.getVolatile(this) & bit) != 0) {
      return false;
    }
    long before = (long) REMOTE_SUMMARY.getAndBitwiseOr(this, bit);
    return before == 0
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
      int end = index;
      while (end < capacity && (freeBits[end >>> 6] >>> end & 1) != 0) {
        end++;
      }
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

  /**
   * Whether its own invariants hold: {@code freeCount} is the number of bits in {@code freeBits},
   * none of them beyond the capacity, {@code freeSummary} has a bit for exactly the words that are
   * not 0, and no block is both free and remote. For a quiet moment.
   */
  public boolean isValid() {
    int count = 0;
    for (int word = 0; word < freeBits.length; word++) {
      long bits = freeBits[word];
      long remote = (long) WORDS.getVolatile(remoteBits, word);
      int blocks = Math.min(Long.SIZE, capacity - (word << 6));
      long beyond = blocks == Long.SIZE ? 0 : -1L << blocks;
      boolean inSummary = (freeSummary >>> word & 1) != 0;
      boolean inRemoteSummary = ((long) REMOTE_SUMMARY.getVolatile(this) >>> word & 1) != 0;
      if ((bits & remote) != 0
          || ((bits | remote) & beyond) != 0
          || inSummary != (bits != 0)
          || (remote != 0 && !inRemoteSummary)) {
        return false;
      }
      count += Long.bitCount(bits);
    }
    return count == freeCount;
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
        + freeCount
        + " free and "
        + remoteCount()
        + " remote of "
        + capacity;
  }
}
