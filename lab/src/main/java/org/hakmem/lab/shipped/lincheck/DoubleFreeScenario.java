package org.hakmem.lab.shipped.lincheck;

import org.hakmem.InvalidFreeException;
import org.hakmem.internal.heap.Heap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A live block that two or three threads free, with magazines: each thread may allocate next, or
 * give up all that it has, which retires the slab or lets another thread reuse the block.
 *
 * <p>The property is that of an atomic live flag: each free that is not refused, and not found and
 * counted later, ends one life of the block, and each allocation that returns it begins one. So at
 * the end it has as many lives more than ends as it has holders: none or one.
 */
public final class DoubleFreeScenario extends ShippedScenario {

  private final long block;
  private final int others;

  /** What each thread did. */
  private final Work workOfA = new Work();

  private final Work workOfB = new Work();
  private final Work workOfC = new Work();

  private static final class Work {
    private int freed;
    private int allocated;
    private int allocatedBlock;
  }

  /** Every heap caches a block, so that the frees to come are cached too. */
  public DoubleFreeScenario() {
    super(true);
    long[] blocks = heaps.blocks(a, 2);
    block = blocks[0];
    others = 1;
    heaps.cache(b, 1);
    heaps.cache(c, 1);
  }

  private void free(Heap heap, Work work) {
    try {
      heaps.free(heap, block);
      work.freed++;
    } catch (InvalidFreeException e) { // as it should be
    }
  }

  private int timesAllocated() {
    return workOfA.allocatedBlock + workOfB.allocatedBlock + workOfC.allocatedBlock;
  }

  private void allocate(Heap heap, Work work) {
    long address = heaps.allocate(heap);
    work.allocated += address == 0 ? 0 : 1;
    work.allocatedBlock += address == block ? 1 : 0;
  }

  /** Frees the block. */
  @Operation
  public void aFree() {
    free(a, workOfA);
  }

  /** Frees the block. */
  @Operation
  public void bFree() {
    free(b, workOfB);
  }

  /** Frees the block. */
  @Operation
  public void cFree() {
    free(c, workOfC);
  }

  /** Allocates. */
  @Operation
  public void aAllocate() {
    allocate(a, workOfA);
  }

  /** Allocates. */
  @Operation
  public void bAllocate() {
    allocate(b, workOfB);
  }

  /** Gives up all that it has. */
  @Operation
  public void aDismantle() {
    heaps.dismantle(a);
  }

  /** Gives up all that it has. */
  @Operation
  public void bDismantle() {
    heaps.dismantle(b);
  }

  @Override
  @Nullable String broken() {
    int before = timesAllocated();
    for (int i = 0; i < 3; i++) {
      allocate(a, workOfA);
      allocate(b, workOfB);
      allocate(c, workOfC);
    }
    if (timesAllocated() - before > 1) {
      return "one block in two hands";
    }
    heaps.dismantle(a);
    heaps.dismantle(b);
    heaps.dismantle(c);
    int freed = workOfA.freed + workOfB.freed + workOfC.freed - (int) heaps.lateFrees();
    int holders = 1 - freed + timesAllocated();
    if (holders != 0 && holders != 1) {
      return "the block has " + holders + " holders";
    }
    int live = others + 1 - freed + workOfA.allocated + workOfB.allocated + workOfC.allocated;
    if (heaps.liveBlocks() != live) {
      return "the program has " + live + " blocks, by the slabs " + heaps.liveBlocks();
    }
    return heaps.fault();
  }
}
