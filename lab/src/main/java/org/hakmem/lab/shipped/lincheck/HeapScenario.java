package org.hakmem.lab.shipped.lincheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hakmem.internal.heap.Heap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Three heaps of the allocator as it is shipped, without magazines, and what an ended thread left
 * behind: {@code malloc} and {@code free} with all refill sources, adoption, taking apart.
 *
 * <p>At first a has a slab whose four blocks are the program's; three of them are freed, one by
 * each thread. The ended thread has left a slab with two free blocks, and two that b and c free.
 *
 * <p>The property is the check of the invariants that the allocator has itself (every block in one
 * place; every slab owned by the heap that has it, posted, or full without a free block), that the
 * program has as many blocks as it should have, and no block twice.
 */
public final class HeapScenario extends ShippedScenario {

  /** All four of a slab; the last is not freed. */
  private final long[] ofA = heaps.blocks(a, 4);

  private final long[] ofOrphan;

  /** What each thread allocated, and how many blocks it freed. */
  private final Work workOfA = new Work();

  private final Work workOfB = new Work();
  private final Work workOfC = new Work();

  private static final class Work {
    private long first;
    private long second;
    private int allocated;
    private int freed;

    void add(long address) {
      if (address != 0) {
        allocated++;
        if (first == 0) {
          first = address;
        } else {
          second = address;
        }
      }
    }
  }

  /** Makes the starting state. */
  public HeapScenario() {
    Heap orphan = heaps.heap();
    ofOrphan = heaps.blocks(orphan, 2);
    heaps.endThreadOf(orphan);
  }

  /** Allocates. */
  @Operation
  public void aAllocate() {
    workOfA.add(heaps.allocate(a));
  }

  /** Allocates. */
  @Operation
  public void bAllocate() {
    workOfB.add(heaps.allocate(b));
  }

  /** Allocates. */
  @Operation
  public void cAllocate() {
    workOfC.add(heaps.allocate(c));
  }

  /** Frees a block of a's slab. */
  @Operation
  public void aFree() {
    heaps.free(a, ofA[0]);
    workOfA.freed++;
  }

  /** Frees a block of a's slab. */
  @Operation
  public void bFree() {
    heaps.free(b, ofA[1]);
    workOfB.freed++;
  }

  /** Frees a block of a's slab. */
  @Operation
  public void cFree() {
    heaps.free(c, ofA[2]);
    workOfC.freed++;
  }

  /** Frees a block of the ended thread's slab. */
  @Operation
  public void bFreeOrphans() {
    heaps.free(b, ofOrphan[0]);
    workOfB.freed++;
  }

  /** Frees a block of the ended thread's slab. */
  @Operation
  public void cFreeOrphans() {
    heaps.free(c, ofOrphan[1]);
    workOfC.freed++;
  }

  /** Gives up all that a has. */
  @Operation
  public void aDismantle() {
    heaps.dismantle(a);
  }

  /** Takes the ended thread's heap apart, as {@code trim()} would. */
  @Operation
  public void bTakeApart() {
    heaps.takeAbandonedApart();
  }

  /** Takes the ended thread's heap apart, as the scavenger would. */
  @Operation
  public void cTakeApart() {
    heaps.takeAbandonedApart();
  }

  @Override
  @Nullable String broken() {
    String fault = heaps.fault();
    if (fault != null) {
      return fault;
    }
    int freed = workOfA.freed + workOfB.freed + workOfC.freed;
    int allocated = workOfA.allocated + workOfB.allocated + workOfC.allocated;
    int live = ofA.length + ofOrphan.length - freed + allocated;
    if (heaps.liveBlocks() != live) {
      return "the program has " + live + " blocks, by the slabs " + heaps.liveBlocks();
    }
    return twice();
  }

  private @Nullable String twice() {
    List<Long> all = new ArrayList<>(List.of(ofA[3]));
    for (Work work : List.of(workOfA, workOfB, workOfC)) {
      all.add(work.first);
      all.add(work.second);
    }
    all.removeIf(address -> address == 0);
    return new HashSet<>(all).size() < all.size() ? "one block in two hands: " + all : null;
  }
}
