package org.hakmem.internal.memory;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The byte maps of a closed allocator, for the next one. Else programs that make and close
 * allocators would take ever more address space until the garbage collector runs.
 *
 * <p>A stack of all spare ones, of which there are no more than there were allocators at a time.
 * Each object is pushed at most once, so that a compare-and-set is not deceived. Progress:
 * lock-free.
 */
final class SpareByteMaps {

  private static final AtomicReference<@Nullable SpareByteMaps> TOP = new AtomicReference<>();

  private final NativeByteMap[] maps;
  private final AtomicReference<@Nullable SpareByteMaps> below = new AtomicReference<>();

  /** Made with the allocator, as its close needs no Java heap. */
  SpareByteMaps(NativeByteMap[] maps) {
    this.maps = maps;
  }

  NativeByteMap[] maps() {
    return maps;
  }

  /** Gives the maps to the next allocator; to be called once. */
  void give() {
    SpareByteMaps top;
    do {
      top = TOP.get();
      below.set(top);
    } while (!TOP.compareAndSet(top, this));
  }

  /**
   * Takes maps for a window of {@code windowBytes}, all of whose bytes are 0, or returns null. Maps
   * for other windows are dropped: the program has changed its settings.
   */
  static NativeByteMap @Nullable [] take(long windowBytes) {
    SpareByteMaps top = TOP.get();
    while (top != null) {
      if (TOP.compareAndSet(top, top.below.get()) && top.fits(windowBytes)) {
        return top.maps;
      }
      top = TOP.get();
    }
    return null;
  }

  private boolean fits(long windowBytes) {
    for (NativeByteMap map : maps) {
      if (!map.isFor(windowBytes) || !map.reset()) {
        return false;
      }
    }
    return true;
  }
}
