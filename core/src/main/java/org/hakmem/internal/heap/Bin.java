package org.hakmem.internal.heap;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/**
 * What a heap has of one size class besides the magazine's addresses: where its magazine is, and
 * the slabs it owns. The heap's alone, plain.
 *
 * <p>Every slab in it is owned by the heap, and every slab that the heap owns is in one of its
 * bins, as hot, in the sticky ring or on the bench, except while {@link Refill} moves it.
 */
final class Bin {

  /**
   * Beyond this many bytes of slabs the bench gives the highest ones up. Measured:
   * docs/benchmarks.md, Constants.
   */
  private static final int MOST_BENCH_BYTES = 256 << 10;

  private static final Slab[] NO_PLACES = {};

  private final int sizeClass;
  private final int stickyRingSize;
  private Slab[] sticky = NO_PLACES;
  private int stickyCount;
  private Slab[] bench = NO_PLACES;
  private int benchCount;
  private @Nullable Slab hot;
  private int bottom = Magazines.NO_SLOTS;
  private int slots;
  private boolean emptied;
  private boolean filled;
  private int asked;
  private int remoteFrees;
  private int cursor;

  Bin(int sizeClass, int stickyRingSize) {
    this.sizeClass = sizeClass;
    this.stickyRingSize = stickyRingSize;
  }

  int sizeClass() {
    return sizeClass;
  }

  // ---- The magazine's place --------------------------------------------------------------------

  int bottom() {
    return bottom;
  }

  /** Slots of the magazine's region, of which its capacity is at most all. */
  int slots() {
    return slots;
  }

  void place(int bottom, int slots) {
    this.bottom = bottom;
    this.slots = slots;
  }

  /** Notes what the magazine is out of; whether its thread has had it both ways. */
  boolean runsOutOf(Growth.Lack lack) {
    emptied |= lack == Growth.Lack.BLOCKS;
    filled |= lack == Growth.Lack.ROOM;
    return emptied && filled;
  }

  /** Forgets what the thread before ran out of. */
  void beginAnew() {
    emptied = false;
    filled = false;
  }

  /** Counts that the magazine asks for more; true each {@code times}th time. */
  boolean hasAskedOften(int times) {
    if (++asked < times) {
      return false;
    }
    asked = 0;
    return true;
  }

  // ---- Slabs -----------------------------------------------------------------------------------

  @Nullable Slab hot() {
    return hot;
  }

  void setHot(@Nullable Slab slab) {
    hot = slab;
  }

  /**
   * To be called before the bin gets a second slab: makes ring and bench, which a thread that
   * allocates little never needs.
   */
  void makePlaces() {
    if (bench.length == 0) {
      int pages = SizeClasses.slabPages(sizeClass);
      Slab[] ring = new Slab[pages > 1 ? Math.min(1, stickyRingSize) : stickyRingSize];
      bench = new Slab[Math.max(1, (MOST_BENCH_BYTES >>> PAGE_SHIFT) / pages)];
      sticky = ring;
    }
  }

  /** Puts a slab into the ring; the one that has to leave for it, perhaps itself, or null. */
  @Nullable Slab pushSticky(Slab slab) {
    if (sticky.length == 0) {
      return slab;
    }
    Slab evicted = null;
    if (stickyCount == sticky.length) {
      evicted = removeSticky(0);
    }
    sticky[stickyCount++] = slab;
    return evicted;
  }

  /** Takes the slab that has been longest in the ring among those that may have room, or null. */
  @Nullable Slab takeSticky() {
    for (int i = 0; i < stickyCount; i++) {
      if (sticky[i].freeCount() > 0 || sticky[i].hasRemote()) {
        return removeSticky(i);
      }
    }
    return null;
  }

  private Slab removeSticky(int index) {
    Slab slab = sticky[index];
    stickyCount--;
    System.arraycopy(sticky, index + 1, sticky, index, stickyCount - index);
    return slab;
  }

  /** Adds a slab with room to the bench; the highest, which has to leave for it, or null. */
  @Nullable Slab pushBench(Slab slab) {
    Slab evicted = null;
    if (benchCount == bench.length) {
      if (benchCount == 0 || slab.address() > bench[benchCount - 1].address()) {
        return slab;
      }
      evicted = bench[--benchCount];
    }
    int at = benchCount++;
    for (; at > 0 && bench[at - 1].address() > slab.address(); at--) {
      bench[at] = bench[at - 1];
    }
    bench[at] = slab;
    return evicted;
  }

  /** Takes the lowest slab of the bench, or null. */
  @Nullable Slab takeBench() {
    if (benchCount == 0) {
      return null;
    }
    return removeBench(0);
  }

  private Slab removeBench(int index) {
    Slab slab = bench[index];
    benchCount--;
    System.arraycopy(bench, index + 1, bench, index, benchCount - index);
    return slab;
  }

  /** Takes any of its slabs, or null. */
  @Nullable Slab takeAny() {
    Slab any = hot;
    hot = null;
    if (any == null && stickyCount > 0) {
      any = removeSticky(stickyCount - 1);
    }
    return any != null ? any : takeBench();
  }

  /** Takes the hot slab if it is entirely free, or null. */
  @Nullable Slab takeEmptyHot() {
    Slab slab = hot;
    if (slab == null || !slab.isEmpty()) {
      return null;
    }
    hot = null;
    return slab;
  }

  /** Takes an entirely free slab out of ring or bench, or null. */
  @Nullable Slab takeEmpty() {
    for (int i = stickyCount - 1; i >= 0; i--) {
      if (sticky[i].isEmpty()) {
        return removeSticky(i);
      }
    }
    for (int i = benchCount - 1; i >= 0; i--) {
      if (bench[i].isEmpty()) {
        return removeBench(i);
      }
    }
    return null;
  }

  /** Number of its slabs. */
  int slabCount() {
    return (hot == null ? 0 : 1) + stickyCount + benchCount;
  }

  /** Its slab of that index: the hot one comes first, then the ring, then the bench. */
  Slab slab(int index) {
    Slab first = hot;
    if (first != null && index == 0) {
      return first;
    }
    int rest = first == null ? index : index - 1;
    return rest < stickyCount ? sticky[rest] : bench[rest - stickyCount];
  }

  /** Whether it holds any slab. A guess for others than the heap's holder. */
  boolean hasSlabs() {
    return hot != null || stickyCount > 0 || benchCount > 0;
  }

  /** Another class each time, in turn. */
  int nextClass() {
    cursor = cursor + 1 < SizeClasses.COUNT ? cursor + 1 : 0;
    return cursor;
  }

  /** Counts remote frees; how often half a slab's worth of them has come together. */
  int countRemoteFrees(int count) {
    int slabBytes = SizeClasses.slabPages(sizeClass) << PAGE_SHIFT;
    int half = Math.max(1, slabBytes / SizeClasses.blockBytes(sizeClass) / 2);
    remoteFrees += count;
    int times = remoteFrees / half;
    remoteFrees -= times * half;
    return times;
  }
}
