package org.hakmem.arena;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.jspecify.annotations.Nullable;

/**
 * A program that opens, uses and closes arenas with a few bytes of the Java heap left, and then
 * says whether the allocator can be closed once all arenas are.
 */
final class ArenasWithoutHeap {

  private static final int MOST = 100_000;

  /** Chains what fills the heap. */
  private static @Nullable Object[] filling;

  private final Hakmem hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build());
  private final @Nullable HakmemArena[] arenas = new HakmemArena[MOST];
  private final @Nullable MemorySegment[] segments = new MemorySegment[MOST];
  private int opened;
  private int failures;

  private ArenasWithoutHeap() {}

  public static void main(String[] args) {
    for (Kind kind : new Kind[] {Kind.CONFINED, Kind.SHARED}) {
      String fault = new ArenasWithoutHeap().run(kind);
      if (fault != null) {
        System.out.println(kind + ": " + fault);
        return;
      }
    }
    System.out.println("ok");
  }

  private @Nullable String run(Kind kind) {
    kind.of(hakmem).close(); // whose classes are there then
    fill();
    for (int i = 0; i < 2000; i++) {
      step(kind);
    }
    filling = null;
    if (failures == 0 || opened == 0) {
      return "opened " + opened + ", failures " + failures;
    }
    for (int i = 0; i < opened; i++) {
      closeWithHeap(i);
    }
    try {
      hakmem.close();
      return null;
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static void fill() {
    for (int longs = 1 << 16; longs > 0; ) {
      try {
        Object[] next = {filling, new long[longs]};
        filling = next;
      } catch (OutOfMemoryError e) {
        longs /= 2;
      }
    }
  }

  private void step(Kind kind) {
    try {
      HakmemArena arena = kind.of(hakmem);
      arenas[opened++] = arena;
      segments[opened - 1] = arena.allocate(3000);
      if (opened % 2 == 0) {
        arena.close();
        arenas[opened - 1] = null;
      }
    } catch (OutOfMemoryError e) {
      failures++;
      Object[] top = filling;
      filling = top == null || failures % 4 != 0 ? top : (Object[]) top[0]; // a little room again
    }
  }

  private void closeWithHeap(int index) {
    HakmemArena arena = arenas[index];
    if (arena != null) {
      try {
        arena.close();
      } catch (IllegalStateException e) { // its close failed after all was done
      }
    }
  }
}
