package org.hakmem.stack;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Pattern;
import org.hakmem.Hakmem;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way down to the end of its stack and back, with an operation at each of the last few
 * hundred frames.
 *
 * <p>What an operation did is recorded without a call, so that a {@link StackOverflowError} comes
 * from the operation or before it, never between it and its record.
 */
final class StackEdgeDescent implements Runnable {

  private static final int MALLOC = 0;
  private static final int ALIGNED = 1;
  private static final int LARGE = 2;
  private static final int CALLOC = 3;
  private static final int ALLOCATE = 4;
  private static final int FREE = 5;
  private static final int REALLOC = 6;
  private static final int TRIM = 7;
  private static final int SHARED = 8;
  private static final int CREATE = 9;

  /** The operations by the names that {@link StackEdgeOptions#only()} gives them. */
  static final List<String> OPERATIONS =
      List.of(
          "malloc",
          "aligned",
          "large",
          "calloc",
          "allocate",
          "free",
          "realloc",
          "trim",
          "shared",
          "create");

  /** Methods in which an operation takes its steps. */
  private static final Pattern STEPS =
      Pattern.compile(
          "(SlowPath|Reclaimer|Stripes|RawMemory)\\..*|CarrierHeaps.(begin|tryHold|enter)"
              + "|LargeBlocks.(allocate|free|resize)");

  /** At so many frames before the end it calls an operation. */
  private static final int LEVELS = 350;

  /** What is done with an empty slot and with a block, as a rule malloc and free. */
  private static final int[] ON_EMPTY = {
    TRIM, LARGE, ALIGNED, ALIGNED, CALLOC, CALLOC, CALLOC, CALLOC, ALLOCATE, ALLOCATE
  };

  private static final int[] ON_BLOCK = {
    TRIM, REALLOC, REALLOC, REALLOC, REALLOC, REALLOC, REALLOC, REALLOC, REALLOC
  };

  private static final long MULTIPLIER = 0x5851_F42D_4C95_7F2DL;
  private static final long INCREMENT = 0x1405_7B7E_F767_814FL;

  /** Each descent uses some that follow one another, so that these come to have several slabs. */
  private static final int[] SIZES = {
    0, 64, 9000, 40_000, 100, 20_000, 16, 60_000, 800, 300_000, 9000, 8
  };

  private static final int SIZES_AT_ONCE = 4;
  private static final int[] LARGE_SIZES = {1_100_000, 1_300_000, 1_500_000, 5_000_000, 40_000_000};

  private final Hakmem hakmem;
  private final StackEdgeSlots slots;
  private final int firstSlot;
  private final int slotCount;
  private final int only;
  private final int firstSize;
  private @Nullable Hakmem created;
  private long seed;
  private final StackOverflowError[] caught = new StackOverflowError[2 * LEVELS];
  private int overflows;
  private int completed;
  private @Nullable Throwable fault;

  StackEdgeDescent(
      Hakmem hakmem, StackEdgeSlots slots, int firstSlot, int slotCount, String only, long seed) {
    this.hakmem = hakmem;
    this.slots = slots;
    this.firstSlot = firstSlot;
    this.slotCount = slotCount;
    this.only = OPERATIONS.indexOf(only);
    this.firstSize = (int) (seed >>> 60);
    this.seed = seed;
  }

  int overflows() {
    return overflows;
  }

  int completed() {
    return completed;
  }

  @Nullable Throwable fault() {
    return fault;
  }

  /**
   * The first overflow, if any, that came out of the steps of an operation that had made sure of
   * the stack, or was to.
   */
  @Nullable StackOverflowError lateOverflow() {
    for (int i = 0; i < overflows; i++) {
      if (isLate(caught[i].getStackTrace())) {
        return caught[i];
      }
    }
    return null;
  }

  private static boolean isLate(StackTraceElement[] trace) {
    boolean late = false;
    for (StackTraceElement frame : trace) {
      String name = frame.getClassName();
      String method = name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName();
      if (method.startsWith("StackProbe.")) {
        return false;
      }
      late |= STEPS.matcher(method).matches();
    }
    return late;
  }

  @Override
  public void run() {
    narrow();
    if (created != null) { // there was never room for its close
      created.close();
    }
  }

  /** Goes down; how many frames there were from this one on. */
  private int narrow() {
    int below;
    try {
      seed = seed * MULTIPLIER + INCREMENT;
      below = seed < 0 ? narrow() : wide(seed, ~seed, -seed);
    } catch (StackOverflowError e) {
      below = 0;
    }
    if (below < LEVELS) {
      try {
        operate();
        completed++;
      } catch (StackOverflowError e) {
        caught[overflows++] = e;
      } catch (Throwable t) {
        fault = fault == null ? t : fault;
      }
    }
    return below + 1;
  }

  /** As {@link #narrow}, with a larger frame, so that the end comes at another place. */
  private int wide(long a, long b, long c) {
    int below;
    long d = a + b;
    long e = b - c;
    long f = c ^ a;
    try {
      seed = seed * MULTIPLIER + INCREMENT;
      below = seed < 0 ? narrow() : wide(d, e, f);
    } catch (StackOverflowError overflow) {
      below = 0;
    }
    if (below < LEVELS) {
      try {
        operate();
        completed++;
      } catch (StackOverflowError overflow) {
        caught[overflows++] = overflow;
      } catch (Throwable t) {
        fault = fault == null ? t : fault;
      }
    }
    return below + (d + e + f == a * b * c + 1 ? 2 : 1);
  }

  /** Calls one operation. */
  void operate() {
    seed = seed * MULTIPLIER + INCREMENT;
    int bits = (int) (seed >>> 33);
    int slot = firstSlot + bits % slotCount;
    int choice = bits >>> 8 & 63;
    int amount = bits >>> 14;
    int operation = only;
    if (slots.isEmpty(slot)) {
      if (only < 0) {
        operation = choice < ON_EMPTY.length ? ON_EMPTY[choice] : MALLOC;
      }
      if (operation < FREE) {
        allocate(operation, slot, amount);
      }
    } else {
      if (only < 0) {
        operation = choice < ON_BLOCK.length ? ON_BLOCK[choice] : FREE;
      }
      if (operation >= FREE) {
        change(operation, slot, amount);
      }
    }
    if (operation == TRIM) {
      hakmem.trim();
    } else if (operation == SHARED) {
      Hakmem.shared();
    } else if (operation == CREATE) {
      create();
    }
  }

  private void allocate(int operation, int slot, int amount) {
    int bytes = SIZES[(firstSize + amount % SIZES_AT_ONCE) % SIZES.length];
    slots.size[slot] = bytes; // what is said of an empty slot does not matter
    slots.known[slot] = 0;
    switch (operation) {
      case MALLOC -> slots.address[slot] = hakmem.malloc(bytes);
      case ALIGNED -> slots.address[slot] = hakmem.malloc(bytes, 32L << (amount & 15));
      case LARGE -> {
        int largeBytes = LARGE_SIZES[amount % LARGE_SIZES.length];
        slots.size[slot] = largeBytes;
        slots.address[slot] = hakmem.malloc(largeBytes);
      }
      case CALLOC -> {
        slots.known[slot] = StackEdgeSlots.ZERO;
        slots.address[slot] = hakmem.calloc(bytes);
      }
      default -> slots.segment[slot] = hakmem.allocate(bytes, 16);
    }
  }

  /** Keeps the instance until it is closed: by a later call if this one fails to. */
  private void create() {
    if (created == null) {
      created = Hakmem.create(StackEdge.SMALL);
    }
    created.close();
    created = null;
  }

  private void change(int operation, int slot, int amount) {
    MemorySegment segment = slots.segment[slot];
    if (segment != null) {
      hakmem.free(segment);
      slots.segment[slot] = null;
    } else if (operation == FREE) {
      hakmem.free(slots.address[slot]);
      slots.address[slot] = 0;
    } else if (operation == REALLOC) {
      int bytes = SIZES[(firstSize + amount % SIZES_AT_ONCE) % SIZES.length];
      slots.address[slot] = hakmem.realloc(slots.address[slot], bytes);
      boolean larger = bytes > slots.size[slot];
      if (slots.known[slot] > bytes || (larger && slots.known[slot] == StackEdgeSlots.ZERO)) {
        slots.known[slot] = larger ? 0 : bytes;
      }
      slots.size[slot] = bytes;
    }
  }
}
