package org.hakmem.proof.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls with arguments that the documentation forbids: each must throw and change nothing. */
final class BadCalls {

  private static final long BEYOND_ALIGNMENT = 1L << 31;
  private static final long HUGE = 1L << 47;

  /** Memory that no allocator knows. */
  private static final MemorySegment FOREIGN = Arena.global().allocate(4_096, 4_096);

  private static final List<Origin> ORIGINS = List.of(Origin.values());

  /** Where a bad address comes from. */
  private enum Origin {
    NEGATIVE,
    TINY,
    RANDOM,
    FOREIGN,
    UNALIGNED_INSIDE,
    INSIDE,
    OTHER_INSTANCE,
    FREED
  }

  private final Hand hand;
  private final boolean alone;

  BadCalls(Hand hand, boolean alone) {
    this.hand = hand;
    this.alone = alone;
  }

  void size(Step step, Instance instance) {
    Subject subject = instance.subject();
    long size = step.anyLong() | Long.MIN_VALUE;
    Runnable call =
        switch (step.choose(6, 11)) {
          case 0 -> () -> subject.malloc(size);
          case 1 -> () -> subject.malloc(size, step.alignment());
          case 2 -> () -> subject.calloc(size);
          case 3 -> () -> subject.allocate(size, step.alignment());
          case 4 -> () -> subject.realloc(0, size);
          default -> () -> resizeAny(step, size);
        };
    Expect.thrown(IllegalArgumentException.class, "size " + size, call);
  }

  private void resizeAny(Step step, long size) {
    if (hand.isEmpty()) {
      throw new IllegalArgumentException("no block to resize");
    }
    Block block = hand.blocks().get(step.pick(hand.size()));
    if (step.choose(2, 12) == 0) {
      block.owner().subject().realloc(block.address(), size);
    } else {
      block.owner().subject().reallocate(Memory.at(block.address(), block.size()), size);
    }
  }

  void alignment(Step step, Instance instance) {
    Subject subject = instance.subject();
    long alignment =
        switch (step.choose(4, 11)) {
          case 0 -> 0;
          case 1 -> Long.MIN_VALUE;
          case 2 -> BEYOND_ALIGNMENT << step.choose(30, 12);
          default -> -step.alignment() * 3;
        };
    Runnable call =
        step.choose(2, 13) == 0
            ? () -> subject.malloc(step.size(), alignment)
            : () -> subject.allocate(step.size(), alignment);
    Expect.thrown(IllegalArgumentException.class, "alignment " + alignment, call);
  }

  void huge(Step step, Instance instance) {
    long size = HUGE + (step.anyLong() >>> 2);
    Runnable call =
        switch (step.choose(3, 11)) {
          case 0 -> () -> instance.subject().malloc(size);
          case 1 -> () -> instance.subject().calloc(size);
          default -> () -> instance.subject().allocate(size, step.alignment());
        };
    Expect.thrown(OutOfMemoryError.class, "size " + size, call);
  }

  void segment(Step step, Instance instance) {
    MemorySegment heap = MemorySegment.ofArray(new byte[16]);
    Runnable call =
        step.choose(2, 11) == 0
            ? () -> instance.subject().free(heap)
            : () -> instance.subject().reallocate(heap, step.size());
    Expect.thrown(IllegalArgumentException.class, "heap segment", call);
  }

  /** Passes an address where no live block begins, if this step has one that must be refused. */
  void address(Step step, Instance instance) {
    Origin origin = ORIGINS.get(step.choose(ORIGINS.size(), 11));
    Instance target = instance;
    @Nullable Block block = hand.isEmpty() ? null : hand.blocks().get(step.pick(hand.size()));
    long address;
    switch (origin) {
      case NEGATIVE -> address = step.anyLong() | Long.MIN_VALUE;
      case TINY -> address = 1 + (step.anyLong() & 0xFFFF);
      case RANDOM -> address = step.anyLong();
      case FOREIGN -> address = FOREIGN.address() + step.choose(4_096, 12);
      case FREED -> {
        Hand.Freed freed =
            alone && !instance.hasArenaMemory() ? hand.freedOf(instance, step.pick(256)) : null;
        if (freed == null || !Promise.refusesFreed(freed)) {
          return;
        }
        block = freed.block();
        address = block.address();
      }
      default -> {
        if (block == null) {
          return;
        }
        target = block.owner();
        address = block.address();
        if (origin == Origin.OTHER_INSTANCE) {
          if (target == instance) {
            return;
          }
          target = instance;
        } else {
          address += inside(step, origin, block);
          if (address == block.address()) {
            return;
          }
        }
      }
    }
    call(step, target, address, origin + " of " + block);
  }

  /** Returns an offset inside a block, or 0 if it is too small: checked blocks have as few as 0. */
  private static long inside(Step step, Origin origin, Block block) {
    if (block.usable() <= 1) {
      return 0;
    }
    if (origin == Origin.UNALIGNED_INSIDE) {
      long offset = 1 + Math.floorMod(step.anyLong(), block.usable() - 1);
      return offset % 16 == 0 ? offset - 1 : offset;
    }
    return block.usable() <= 16
        ? 0
        : 16 * (1 + Math.floorMod(step.anyLong(), (block.usable() - 1) / 16));
  }

  @SuppressWarnings("restricted") // an address that is wrong on purpose
  private static void call(Step step, Instance target, long address, String what) {
    Subject subject = target.subject();
    MemorySegment segment = MemorySegment.ofAddress(address);
    switch (step.choose(5, 14)) {
      case 0 -> Expect.refused(address, "usableSize: " + what, () -> subject.usableSize(address));
      case 1 ->
          Expect.refused(address, "realloc: " + what, () -> subject.realloc(address, step.size()));
      case 2 ->
          Expect.refused(
              address, "reallocate: " + what, () -> subject.reallocate(segment, step.size()));
      case 3 -> Expect.refused(address, "free of a segment: " + what, () -> subject.free(segment));
      default -> Expect.refused(address, "free: " + what, () -> subject.free(address));
    }
  }
}
