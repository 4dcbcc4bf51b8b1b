package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A plain model of an allocator beside a real one: each step is done by both, and all is validated
 * after it: blocks never overlap, contents survive, the figures agree, the invariants hold.
 */
final class ModelRun implements AutoCloseable {

  /** Threads that steps can be given to, each with a heap of its own. */
  static final int THREADS = 3;

  private static final int PATIENCE = 100;
  private static final long MILLISECOND = 1_000_000;
  private static final int CHECKED_BYTES = 4_096;

  private record Block(long size, long usable, byte mark) {}

  private final Hakmem hakmem;
  private final List<ExecutorService> threads = new ArrayList<>();
  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private byte nextMark = 1;

  ModelRun(Hakmem hakmem) {
    this.hakmem = hakmem;
    for (int i = 0; i < THREADS; i++) {
      threads.add(Executors.newSingleThreadExecutor());
    }
  }

  /** Does one step in its thread, and waits for it. */
  void step(ModelStep step) {
    try {
      CompletableFuture.runAsync(() -> apply(step), threads.get(step.thread())).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AssertionError error) {
        throw error;
      }
      if (!(e.getCause() instanceof OutOfMemoryError)) {
        throw e;
      }
    }
    validate();
  }

  private void apply(ModelStep step) {
    long alignment = 1L << step.alignmentShift();
    switch (step.kind()) {
      case MALLOC, MALLOC_AGAIN -> add(hakmem.malloc(step.size()), step.size(), 16);
      case ALIGNED -> add(hakmem.malloc(step.size(), alignment), step.size(), alignment);
      case CALLOC -> {
        long address = hakmem.calloc(step.size());
        requireAll(address, step.size(), (byte) 0);
        add(address, step.size(), 16);
      }
      case ALLOCATE -> {
        MemorySegment segment = hakmem.allocate(step.size(), alignment);
        assertThat(segment.byteSize()).isEqualTo(step.size());
        add(segment.address(), step.size(), alignment);
      }
      case REALLOC -> realloc(step);
      case FREE, FREE_AGAIN -> hakmem.free(remove(step.pick()));
      case FREE_SEGMENT -> hakmem.free(MemorySegment.ofAddress(remove(step.pick())));
      case USABLE_SIZE -> {
        if (!blocks.isEmpty()) {
          long address = pick(step.pick());
          assertThat(hakmem.usableSize(address)).isEqualTo(blocks.get(address).usable());
        }
      }
      case TRIM -> hakmem.trim();
      case STATS -> hakmem.stats();
    }
  }

  private void realloc(ModelStep step) {
    if (blocks.isEmpty()) {
      return;
    }
    long old = pick(step.pick());
    Block before = blocks.get(old);
    long address = hakmem.realloc(old, step.size()); // the model keeps the block if this throws
    blocks.remove(old);
    requireAll(address, Math.min(before.size(), step.size()), before.mark());
    add(address, step.size(), 16);
  }

  private long pick(int pick) {
    return new ArrayList<>(blocks.keySet()).get(pick % blocks.size());
  }

  /** Takes a block out of the model; 0 if there is none. */
  private long remove(int pick) {
    if (blocks.isEmpty()) {
      return 0;
    }
    long address = pick(pick);
    blocks.remove(address);
    return address;
  }

  private void add(long address, long size, long alignment) {
    assertThat(address).as("address").isNotZero();
    assertThat(address % alignment).as("alignment of %x", address).isZero();
    long usable = hakmem.usableSize(address);
    assertThat(usable).isGreaterThanOrEqualTo(Math.max(1, size));
    Map.Entry<Long, Block> below = blocks.floorEntry(address + usable - 1);
    assertThat(below == null || below.getKey() + below.getValue().usable() <= address)
        .as("block at %x of %d bytes overlaps none of %s", address, usable, blocks)
        .isTrue();
    Block block = new Block(size, usable, nextMark++);
    blocks.put(address, block);
    hakmem.engine().segment(address, size).fill(block.mark());
  }

  private void validate() {
    for (int i = 0; i < PATIENCE && !agrees(); i++) {
      LockSupport.parkNanos(MILLISECOND); // a scavenger may be on its way
    }
    assertThat(hakmem.engine().firstFault()).as("first fault").isNull();
    HakmemStats stats = hakmem.engine().stats(0);
    assertThat(stats.liveBlocks()).as("live blocks").isEqualTo(blocks.size());
    assertThat(stats.liveBytes())
        .as("live bytes")
        .isEqualTo(blocks.values().stream().mapToLong(Block::usable).sum());
    blocks.forEach((address, block) -> requireAll(address, block.size(), block.mark()));
  }

  private boolean agrees() {
    return hakmem.engine().firstFault() == null
        && hakmem.engine().stats(0).liveBlocks() == blocks.size();
  }

  /** All of a small block, both ends of a large one. */
  private void requireAll(long address, long size, byte mark) {
    MemorySegment segment = hakmem.engine().segment(address, size);
    for (long i = 0; i < Math.min(size, CHECKED_BYTES); i++) {
      requireByte(segment, address, i, mark);
      requireByte(segment, address, size - 1 - i, mark);
    }
  }

  private static void requireByte(MemorySegment segment, long address, long offset, byte mark) {
    byte found = segment.get(ValueLayout.JAVA_BYTE, offset);
    if (found != mark) {
      throw new AssertionError(
          "contents of block %x at %d: %d instead of %d".formatted(address, offset, found, mark));
    }
  }

  /** Frees what is left, and sees that nothing is. */
  void freeAll() {
    while (!blocks.isEmpty()) {
      step(new ModelStep(ModelStep.Kind.FREE, blocks.size() % THREADS, 0, 0, 0));
    }
  }

  /** A seeded fault: changes a byte of a block. */
  void scribble() {
    hakmem.engine().segment(blocks.firstKey(), 1).set(ValueLayout.JAVA_BYTE, 0, (byte) 99);
  }

  /** A seeded fault: frees a block that the model believes in. */
  void freeBehindItsBack() {
    CompletableFuture.runAsync(() -> hakmem.free(blocks.firstKey()), threads.getFirst()).join();
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::close);
    hakmem.close();
  }
}
