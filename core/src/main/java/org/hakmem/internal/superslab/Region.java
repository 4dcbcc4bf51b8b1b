package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_SHIFT;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The superslabs of 1 GiB of the window, and where they have room. Made when the first of them is
 * reserved, so that tables grow with use and not with the window.
 *
 * <p>Any thread may call any method. Superslabs are counted from the region's first.
 */
final class Region {

  /** log2 of {@link FreeRuns#SUPERSLABS}. */
  static final int SHIFT = 9;

  private final long address;

  /** Each is made once, by compare-and-set, when first looked for room. */
  private final AtomicReferenceArray<@Nullable Superslab> superslabs =
      new AtomicReferenceArray<>(FreeRuns.SUPERSLABS);

  private final FreeRuns runs = new FreeRuns();

  /** The region that begins at {@code address}. */
  Region(long address) {
    this.address = address;
  }

  FreeRuns runs() {
    return runs;
  }

  /** Returns a superslab, or null if nobody has looked for room there. */
  @Nullable Superslab get(int index) {
    return superslabs.get(index);
  }

  /** As {@link #get}, for the holder of a live block there. */
  @Nullable Superslab getPlain(int index) {
    return superslabs.getPlain(index);
  }

  /** Returns a superslab, which is made if there is none yet. */
  Superslab make(int index) {
    Superslab present = superslabs.get(index);
    if (present != null) {
      return present;
    }
    Superslab made = new Superslab(address + ((long) index << SUPERSLAB_SHIFT));
    Superslab witness = superslabs.compareAndExchange(index, null, made);
    return witness == null ? made : witness;
  }
}
