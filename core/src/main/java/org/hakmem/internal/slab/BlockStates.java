package org.hakmem.internal.slab;

import java.util.Arrays;
import org.hakmem.internal.memory.ByteMap;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.superslab.PageRun;

/**
 * The state of every block in slabs, one byte each, found by the block's address alone. Nobody else
 * computes a position or compares a state with a number.
 *
 * <pre>
 *   tiny     a byte for each 16 bytes of the window, for blocks below 64 bytes
 *   others   a byte for each 64 bytes of the window, for all larger blocks
 *
 *   state     0            in the slab: in one of its free sets, or no block begins here
 *             1 … 3        live; of a tiny block, its size class plus 1
 *             1 … 141      live; of others a code for the size class and for the 16 bytes, among
 *                          the 64, that the block begins at
 *             142 … 255    cached: the tag of the heap that has the block in its magazines
 * </pre>
 *
 * <p>A block is at least as long as what one byte stands for, so no two blocks share a byte. One
 * look at a byte therefore tells the size class of a live block, and refuses every address that is
 * not a live block's first byte.
 *
 * <p>Classes below {@link #firstTracked} are not tracked: their blocks count as live from the start
 * of the slab to its end, so their states only tell where a block begins.
 *
 * <p><b>Threads.</b> All accesses are plain. A block's state is written by the heap that takes the
 * block out of its slab, hands it out, takes it back, or returns it to the slab; whatever passes
 * the block on between threads orders these writes. Two threads that free one block at the same
 * moment may both find it live. The tag that was written last then decides which heap has the
 * block; the other heap finds a tag that is not its own before it hands the block out or returns
 * it, and drops it.
 *
 * <p>A record, because compiled code takes a record's fields for constants where it knows the
 * record.
 *
 * @param base the window's first address, a multiple of 64
 * @param bytes the window's length
 * @param tiny states of blocks below 64 bytes
 * @param others states of all other blocks
 * @param firstTracked the lowest size class whose blocks are tracked
 */
public record BlockStates(long base, long bytes, ByteMap tiny, ByteMap others, int firstTracked) {

  /** log2 of the bytes that a state of a tiny block stands for. */
  public static final int TINY_SHIFT = 4;

  /** log2 of the bytes that a state of any other block stands for. */
  public static final int OTHER_SHIFT = 6;

  /** Smaller blocks are tracked only if all are. */
  private static final long MIN_TRACKED_BYTES = 32 << 10;

  private static final byte IN_SLAB = 0;

  /** The lowest class that is not tiny. */
  private static final int FIRST_OTHER = SizeClasses.of(1 << OTHER_SHIFT);

  private static final int GRAIN_MASK = (1 << TINY_SHIFT) - 1;
  private static final int PLACE_MASK = (1 << OTHER_SHIFT) - 1;
  private static final int PLACES = 1 << (OTHER_SHIFT - TINY_SHIFT);
  private static final int DECODED_CLASS_SHIFT = OTHER_SHIFT + 1;
  private static final int DECODED_PLACE_MASK = (1 << DECODED_CLASS_SHIFT) - 1;

  /** Decodes to a place where no block begins. */
  private static final int NOT_LIVE = 1 << OTHER_SHIFT;

  /** By class, the code of a block that begins at a multiple of 64. */
  private static final byte[] CODES = new byte[SizeClasses.COUNT];

  /** By state: the class, and in the lower bits the place of the block. */
  private static final char[] DECODED = new char[1 << Byte.SIZE];

  private static final int TAGS;

  static {
    Arrays.fill(DECODED, (char) NOT_LIVE);
    int next = 1;
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      if (sizeClass < FIRST_OTHER) {
        CODES[sizeClass] = (byte) (sizeClass + 1);
      } else {
        CODES[sizeClass] = (byte) next;
        int places = places(SizeClasses.blockBytes(sizeClass));
        for (int place = 0; place < places; place++, next++) {
          DECODED[next] = (char) (sizeClass << DECODED_CLASS_SHIFT | place << TINY_SHIFT);
        }
      }
    }
    TAGS = DECODED.length - next;
  }

  /** Returns one more than the highest place, among four, that blocks of a size begin at. */
  private static int places(int blockBytes) {
    int between = Math.min(Integer.lowestOneBit(blockBytes), 1 << OTHER_SHIFT) >>> TINY_SHIFT;
    return PLACES - between + 1;
  }

  /** Returns the states for the window of {@code os}, all in the slab. */
  public static BlockStates of(OsMemory os, int firstTracked) {
    return new BlockStates(
        os.windowBase(),
        os.windowBytes(),
        os.byteMap(TINY_SHIFT),
        os.byteMap(OTHER_SHIFT),
        firstTracked);
  }

  /** Returns states for the same memory that have no live block, whatever these have. */
  public BlockStates withoutBlocks() {
    return new BlockStates(base, 0, tiny, others, firstTracked);
  }

  /** Returns the lowest class whose blocks are tracked, either of all or of those worth it. */
  public static int firstTracked(boolean all) {
    return all ? 0 : SizeClasses.of(MIN_TRACKED_BYTES);
  }

  /** Returns the tag of a heap. The first heaps of an allocator have tags of their own. */
  public static byte tag(long heap) {
    return (byte) -(1 + (heap - Owner.FIRST_HEAP) % TAGS);
  }

  /** Whether the states of a class's blocks follow each block. */
  public boolean isTracked(int sizeClass) {
    return sizeClass >= firstTracked;
  }

  /**
   * Returns the size class of the live block that begins at {@code address}, or {@link
   * SizeClasses#NONE} if there is none. For any address.
   */
  public int liveClass(long address) {
    long offset = address - base;
    if (Long.compareUnsigned(offset, bytes) >= 0) {
      return SizeClasses.NONE;
    }
    int decoded = DECODED[others.get(offset >>> OTHER_SHIFT) & 0xFF];
    return (decoded & DECODED_PLACE_MASK) == ((int) offset & PLACE_MASK)
        ? decoded >>> DECODED_CLASS_SHIFT
        : liveTinyClass(offset);
  }

  private int liveTinyClass(long offset) {
    byte state = tiny.get(offset >>> TINY_SHIFT);
    return state > IN_SLAB && (offset & GRAIN_MASK) == 0 ? state - 1 : SizeClasses.NONE;
  }

  private static byte liveCode(int sizeClass, long offset) {
    return (byte) (CODES[sizeClass] + (((int) offset & PLACE_MASK) >>> TINY_SHIFT));
  }

  /**
   * Hands a cached block out. Always true of a block that is not tracked.
   *
   * @param tag that of the heap that has the block in its magazines
   * @return whether it did; if not, the block is another heap's or nobody's
   */
  public boolean handOut(int sizeClass, long address, byte tag) {
    if (!isTracked(sizeClass)) {
      return true;
    }
    long offset = address - base;
    return sizeClass < FIRST_OTHER
        ? tiny.replace(offset >>> TINY_SHIFT, tag, CODES[sizeClass])
        : others.replace(offset >>> OTHER_SHIFT, tag, liveCode(sizeClass, offset));
  }

  /**
   * Takes a cached block back, which goes into a free set next. Always true of a block that is not
   * tracked.
   *
   * @param tag that of the heap that has the block in its magazines
   * @return whether it did; if not, the block is another heap's or nobody's
   */
  public boolean takeBackCached(int sizeClass, long address, byte tag) {
    if (!isTracked(sizeClass)) {
      return true;
    }
    long offset = address - base;
    return sizeClass < FIRST_OTHER
        ? tiny.replace(offset >>> TINY_SHIFT, tag, IN_SLAB)
        : others.replace(offset >>> OTHER_SHIFT, tag, IN_SLAB);
  }

  /**
   * Takes a live block back, which goes into a free set next.
   *
   * @return whether it did; if not, the block was not live
   */
  public boolean takeBackLive(int sizeClass, long address) {
    if (!isLive(sizeClass, address)) {
      return false;
    }
    if (isTracked(sizeClass)) {
      setInSlab(sizeClass, address);
    }
    return true;
  }

  /**
   * Takes a live block into a heap's cache.
   *
   * @param tag the heap's
   * @return whether it did; if not, the block was not live
   */
  public boolean cache(int sizeClass, long address, byte tag) {
    if (!isLive(sizeClass, address)) {
      return false;
    }
    if (isTracked(sizeClass)) {
      setCached(sizeClass, address, tag);
    }
    return true;
  }

  /** Makes a block cached with {@code tag}. */
  public void setCached(int sizeClass, long address, byte tag) {
    set(sizeClass, address - base, tag);
  }

  /** Makes a block live. */
  public void setLive(int sizeClass, long address) {
    long offset = address - base;
    set(
        sizeClass,
        offset,
        sizeClass < FIRST_OTHER ? CODES[sizeClass] : liveCode(sizeClass, offset));
  }

  /** Makes a block one of its slab. */
  public void setInSlab(int sizeClass, long address) {
    set(sizeClass, address - base, IN_SLAB);
  }

  private void set(int sizeClass, long offset, byte state) {
    if (sizeClass < FIRST_OTHER) {
      tiny.put(offset >>> TINY_SHIFT, state);
    } else {
      others.put(offset >>> OTHER_SHIFT, state);
    }
  }

  /**
   * Makes the states tell where a slab's blocks begin, if they tell no more. By the slab's maker,
   * after nothing can fail any more.
   */
  public void begin(Slab slab) {
    for (int index = 0; index < slab.capacity() && !isTracked(slab.sizeClass()); index++) {
      setLive(slab.sizeClass(), slab.addressOf(index));
    }
  }

  /** Undoes {@link #begin}. By the slab's owner, before its pages may become another's. */
  void end(Slab slab) {
    for (int index = 0; index < slab.capacity() && !isTracked(slab.sizeClass()); index++) {
      setInSlab(slab.sizeClass(), slab.addressOf(index));
    }
  }

  /** Whether a live block of the class begins at {@code address}, as far as its state tells. */
  public boolean isLive(int sizeClass, long address) {
    return liveClass(address) == sizeClass;
  }

  private byte state(int sizeClass, long address) {
    long offset = address - base;
    return sizeClass < FIRST_OTHER
        ? tiny.get(offset >>> TINY_SHIFT)
        : others.get(offset >>> OTHER_SHIFT);
  }

  /** Whether the block is in one of its slab's free sets, as far as its state tells. */
  public boolean isInSlab(int sizeClass, long address) {
    return state(sizeClass, address) == IN_SLAB;
  }

  /** Whether the block is cached by the heap with {@code tag}. */
  public boolean isCached(int sizeClass, long address, byte tag) {
    return state(sizeClass, address) == tag;
  }

  /**
   * Makes room for the states of a run's blocks.
   *
   * @throws OutOfMemoryError if there is no Java heap for them; nothing has changed then
   */
  public void prepare(PageRun run, int sizeClass) {
    long from = run.address() - base;
    long to = from + run.bytes();
    if (sizeClass < FIRST_OTHER) {
      tiny.prepare(from >>> TINY_SHIFT, to >>> TINY_SHIFT);
    } else {
      others.prepare(from >>> OTHER_SHIFT, to >>> OTHER_SHIFT);
    }
  }
}
