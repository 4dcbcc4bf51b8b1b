package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

/**
 * Has the system map superslabs that are in use all over with one huge page each, instead of 512
 * small ones: so a program whose blocks lie far apart finds more of them without a walk through the
 * page table. That made {@code larson64} an eighth faster: docs/benchmarks.md.
 *
 * <p>It costs next to no memory, as it waits until nearly all of a superslab is resident anyway.
 * What is purged later the system splits again.
 *
 * <p>The scavenger's alone, but for {@link Superslab#isCollapsed()}.
 */
public final class HugePages {

  /**
   * With fewer superslabs (8 MiB) small pages do: the second-level TLBs of x86-64 processors of
   * these years have 1,024 to 3,072 entries of 4 KiB. This and the others are measured:
   * docs/benchmarks.md, Constants.
   */
  private static final int LEAST_SUPERSLABS = 4;

  /** So much of a superslab has to be resident; so resident memory grows by a seventh at most. */
  private static final long LEAST_RESIDENT_BYTES = SUPERSLAB_BYTES - SUPERSLAB_BYTES / 8;

  /** A look examines so many superslabs: each takes some 0.4 ms to copy. */
  private static final int MOST_EXAMINED = 32;

  private final SuperslabPool pool;
  private int cursor;

  /** For the superslabs of {@code pool}. */
  public HugePages(SuperslabPool pool) {
    this.pool = pool;
  }

  /** Examines the next few superslabs. */
  public void look() {
    int end = pool.usedSuperslabs();
    int left = end < LEAST_SUPERSLABS ? 0 : Math.min(MOST_EXAMINED, end);
    boolean refused = false; // then it is for the next look to ask again
    for (; left > 0 && !refused; left--) {
      cursor = cursor + 1 < end ? cursor + 1 : 0;
      Superslab superslab = pool.table().make(cursor);
      refused =
          superslab.isFull()
              && !superslab.isCollapsed()
              && pool.residentBytes(superslab) >= LEAST_RESIDENT_BYTES
              && !pool.collapse(superslab);
    }
  }
}
