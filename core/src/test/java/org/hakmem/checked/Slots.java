package org.hakmem.checked;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;

/**
 * A program that knows which blocks it has, although its calls may fail for want of stack or Java
 * heap: a call that throws has changed nothing.
 */
final class Slots {

  private static final int SLOTS = 64;
  private static final long[] SIZES = {1, 50, 64, 3_000, 70_000, 1_200_000};

  private final Hakmem hakmem;
  private final boolean segments;
  private final long[] blocks = new long[SLOTS];
  private final SplittableRandom random = new SplittableRandom(1);
  private int failures;
  private int completed;

  /** None yet. With {@code segments} they are allocated as such where memory can be bound. */
  Slots(Hakmem hakmem, boolean segments) {
    this.hakmem = hakmem;
    this.segments = segments;
  }

  /** Allocates, resizes or frees one. */
  void step() {
    int slot = random.nextInt(SLOTS);
    long size = SIZES[random.nextInt(SIZES.length)];
    boolean resize = random.nextInt(4) == 0;
    try {
      if (blocks[slot] == 0) {
        blocks[slot] = segments ? allocate(size) : hakmem.malloc(size);
      } else if (resize) {
        blocks[slot] = hakmem.realloc(blocks[slot], size);
      } else {
        hakmem.free(blocks[slot]);
        blocks[slot] = 0;
      }
      completed++;
    } catch (StackOverflowError | OutOfMemoryError e) {
      failures++;
    }
  }

  private long allocate(long size) {
    MemorySegment segment = hakmem.allocate(size);
    return segment.address();
  }

  /** Frees all; what is wrong, or what happened. */
  String verdict() {
    long held = Arrays.stream(blocks).filter(block -> block != 0).count();
    long live = Allocators.stats(hakmem).liveBlocks();
    for (long block : blocks) {
      hakmem.free(block);
    }
    hakmem.trim();
    String fault = Allocators.firstFault(hakmem);
    long left = Allocators.stats(hakmem).slabs();
    long waiting = Allocators.stats(hakmem).checked().quarantinedBlocks();
    return held == live && fault == null && left == 0 && waiting == 0
        ? "ok: failures=" + failures + " completed=" + completed
        : "held "
            + held
            + ", live "
            + live
            + ", fault "
            + fault
            + ", slabs "
            + left
            + ", waiting "
            + waiting;
  }
}
