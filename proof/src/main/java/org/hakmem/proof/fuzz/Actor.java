package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import org.hakmem.HakmemStats;
import org.jspecify.annotations.Nullable;

/** Does the steps of a program, with the blocks that it holds, and checks each outcome. */
final class Actor {

  private static final int MAX_MANY = 200;
  private static final int MAX_TEXT = 300;

  private final Hand hand;
  private final ArenaSteps arenas;
  private final BadCalls badCalls;
  private final boolean alone;
  private long seeds;
  private long operations;

  /**
   * Creates one without a block.
   *
   * @param maxBytes usable bytes above which it frees blocks instead of allocating more
   * @param alone whether no other actor uses the same instances meanwhile
   */
  Actor(LiveBlocks live, long maxBytes, boolean alone, long seed) {
    this.hand = new Hand(live, maxBytes);
    this.arenas = new ArenaSteps(hand, live, alone);
    this.badCalls = new BadCalls(hand, alone);
    this.alone = alone;
    this.seeds = seed;
  }

  Hand hand() {
    return hand;
  }

  /** Returns the number of calls made so far, checks left out. */
  long operations() {
    return operations;
  }

  ArenaSteps arenas() {
    return arenas;
  }

  /**
   * Does one step on an instance, in the calling thread.
   *
   * @throws Finding if the outcome is not what the documentation says
   */
  void act(Step step, Instance instance, Worker worker) {
    operations++;
    try {
      apply(step, instance, worker);
    } catch (Finding e) {
      throw e;
    } catch (OutOfMemoryError e) {
      requireAllowed(e, step, instance);
    } catch (Throwable t) {
      throw new Finding(step.kind() + " of " + step.size() + " bytes threw " + t, t);
    }
  }

  private void requireAllowed(OutOfMemoryError e, Step step, Instance instance) {
    String message = String.valueOf(e.getMessage());
    boolean ours = message.startsWith("can't allocate") || instance.config().portableMemory();
    if (!ours || !instance.mayRefuse(step.size(), step.alignment(), alone)) {
      throw new Finding(step.kind() + " of " + step.size() + " bytes threw " + e, e);
    }
  }

  private void apply(Step step, Instance instance, Worker worker) {
    switch (step.kind()) {
      case MALLOC, MALLOC_MANY, MALLOC_ALIGNED, CALLOC, ALLOCATE, ALLOCATE_FROM -> {
        if (hand.isFull()) {
          freeMany(step);
        } else {
          allocate(step, instance);
        }
      }
      case REALLOC -> resize(step, false);
      case REALLOCATE -> resize(step, true);
      case FREE, FREE_SEGMENT -> free(step, step.kind() == StepKind.FREE_SEGMENT);
      case FREE_MANY -> freeMany(step);
      case USABLE_SIZE -> usableSize(step);
      case VERIFY -> verify(step);
      case OPEN_ARENA, ALLOCATE_IN_ARENA, CLOSE_ARENA -> arenas.apply(step, instance, worker);
      case BAD_SIZE -> badCalls.size(step, instance);
      case BAD_ALIGNMENT -> badCalls.alignment(step, instance);
      case BAD_ADDRESS -> badCalls.address(step, instance);
      case BAD_SEGMENT -> badCalls.segment(step, instance);
      case HUGE_REQUEST -> badCalls.huge(step, instance);
      case ZERO_ADDRESS -> zeroAddress(step, instance);
      case TRIM -> requireNotNegative("trim", instance.subject().trim());
      case STATS -> stats(instance);
      case CHECK -> {
        if (alone) {
          instance.requireConsistent();
        }
      }
      case END_THREAD, CREATE, CLOSE, CALL_CLOSED -> {
        // The run does these.
      }
    }
  }

  private void allocate(Step step, Instance instance) {
    Subject subject = instance.subject();
    long size = step.size();
    long alignment = step.alignment();
    switch (step.kind()) {
      case MALLOC -> add(instance, subject.malloc(size), size, 16);
      case MALLOC_MANY -> {
        long small = size % 2_048;
        for (int i = step.choose(MAX_MANY, 5); i >= 0; i--) {
          operations++;
          add(instance, subject.malloc(small), small, 16);
        }
      }
      case MALLOC_ALIGNED ->
          add(instance, subject.malloc(size, alignment), size, Math.max(16, alignment));
      case CALLOC -> {
        boolean aligned = step.choose(2, 5) == 1;
        long address = aligned ? subject.calloc(1, size, alignment) : subject.calloc(size);
        requireZero(Memory.at(address, size));
        add(instance, address, size, aligned ? Math.max(16, alignment) : 16);
      }
      case ALLOCATE -> add(instance, subject.allocate(size, alignment), size, alignment);
      case ALLOCATE_FROM -> {
        String text = "x".repeat(step.choose(MAX_TEXT, 6));
        MemorySegment segment = subject.allocateFrom(text);
        if (!segment.getString(0).equals(text)) {
          throw new Finding("allocateFrom did not write " + text.length() + " characters");
        }
        add(instance, segment, text.length() + 1, 1);
      }
      default -> throw new AssertionError(step);
    }
  }

  private void add(Instance instance, MemorySegment segment, long size, long alignment) {
    if (segment.byteSize() != size) {
      throw new Finding(segment + " instead of one of " + size + " bytes");
    }
    add(instance, segment.address(), size, Math.max(16, alignment));
  }

  private void add(Instance instance, long address, long size, long alignment) {
    if (address == 0 || address % alignment != 0) {
      throw new Finding("0x%x is not aligned to %d".formatted(address, alignment));
    }
    long usable = instance.subject().usableSize(address);
    if (usable < size) {
      throw new Finding("0x%x has %d usable of %d bytes".formatted(address, usable, size));
    }
    Block block = new Block(instance, address, size, usable, Mix.of(seeds++));
    hand.add(block);
    Memory.write(Memory.at(address, size), block.seed());
  }

  static void requireZero(MemorySegment memory) {
    long offset = Memory.firstNonZero(memory);
    if (offset >= 0) {
      throw new Finding("not zeroed: byte " + offset + " of " + memory.byteSize());
    }
  }

  private void resize(Step step, boolean segments) {
    if (hand.isEmpty() || hand.isFull()) {
      return;
    }
    Block old = hand.take(step.pick(hand.size()));
    long size = step.size();
    long alignment = step.choose(2, 5) == 1 ? step.alignment() : 1;
    long address;
    try {
      address = segments ? reallocate(old, size, alignment) : realloc(old, size, alignment);
    } catch (OutOfMemoryError e) {
      hand.add(old); // which must be untouched
      old.verify();
      if (size <= old.size() && old.address() % alignment == 0) {
        throw new Finding("refused to shrink", e);
      }
      requireAllowed(e, step, old.owner());
      return;
    }
    old.requireContents(Memory.at(address, Math.min(old.size(), size)));
    add(old.owner(), address, size, Math.max(16, alignment));
    if (address != old.address()) {
      hand.addFreed(old);
    }
  }

  private static long realloc(Block block, long size, long alignment) {
    Subject subject = block.owner().subject();
    return alignment == 1
        ? subject.realloc(block.address(), size)
        : subject.realloc(block.address(), size, alignment);
  }

  private static long reallocate(Block block, long size, long alignment) {
    Subject subject = block.owner().subject();
    MemorySegment segment = Memory.at(block.address(), block.size());
    MemorySegment resized =
        alignment == 1
            ? subject.reallocate(segment, size)
            : subject.reallocate(segment, size, alignment);
    return resized.address();
  }

  private void free(Step step, boolean segments) {
    if (!hand.isEmpty()) {
      free(hand.take(step.pick(hand.size())), segments);
    }
  }

  private void free(Block block, boolean segments) {
    operations++;
    block.verify();
    if (segments) {
      block.owner().subject().free(Memory.at(block.address(), 1));
    } else {
      block.owner().subject().free(block.address());
    }
    hand.addFreed(block);
  }

  private void freeMany(Step step) {
    for (int i = step.choose(MAX_MANY, 5); i >= 0 && !hand.isEmpty(); i--) {
      free(hand.take(step.pick(hand.size())), false);
    }
  }

  /** Frees a block that another actor gave away. */
  void freeGiven(Block block) {
    free(block, false);
  }

  /** Frees all blocks. */
  void freeAll() {
    while (!hand.isEmpty()) {
      free(hand.take(hand.size() - 1), false);
    }
  }

  private void usableSize(Step step) {
    @Nullable Block block = any(step);
    if (block != null && block.owner().subject().usableSize(block.address()) != block.usable()) {
      throw new Finding("usableSize changed: " + block);
    }
  }

  private void verify(Step step) {
    @Nullable Block block = any(step);
    if (block != null) {
      block.verify();
    }
  }

  private @Nullable Block any(Step step) {
    return hand.isEmpty() ? null : hand.blocks().get(step.pick(hand.size()));
  }

  private void zeroAddress(Step step, Instance instance) {
    Subject subject = instance.subject();
    subject.free(0);
    subject.free(MemorySegment.NULL);
    Expect.refused(0, "usableSize(0)", () -> subject.usableSize(0));
    if (!hand.isFull()) {
      long size = step.size();
      add(instance, subject.realloc(0, size), size, 16);
    }
  }

  private static void stats(Instance instance) {
    HakmemStats stats = instance.subject().stats();
    requireNotNegative("liveBytes", stats.liveBytes());
    requireNotNegative("liveBlocks", stats.liveBlocks());
    requireNotNegative("cachedBytes", stats.cachedBytes());
    requireNotNegative("freeBytes", stats.freeBytes());
    requireNotNegative("remotePendingBytes", stats.remotePendingBytes());
    requireNotNegative("reservedBytes", stats.reservedBytes());
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new Finding(name + " is negative: " + value);
    }
  }
}
