package org.hakmem.lab.shipped.lincheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hakmem.internal.heap.Heap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A heap with blocks in its magazine, which nobody holds at first. The carrier, a, gets it leased
 * by its first slow path, and takes and frees on the fast path, one virtual thread after the other;
 * b and c end the lease if nobody is inside, and take a block from the heap that they hold then. No
 * block gets to two of them, none is lost, and the carrier has a heap of its own, or can get one.
 */
public final class LeaseScenario extends ShippedScenario {

  private final Heap leased = heaps.heap();
  private long first;
  private long second;
  private long ofB;
  private long ofC;

  /** With three cached blocks. */
  public LeaseScenario() {
    super(true);
    heaps.cache(leased, 3);
    heaps.letGo(leased);
  }

  /** A virtual thread goes a slow path that needs nothing. */
  @Operation
  public void aEnter() {
    heaps.leaveOnCarrier(heaps.enterOnCarrier());
  }

  /** A virtual thread takes a block. */
  @Operation
  public void aTake() {
    long address = heaps.takeOnCarrier();
    if (first == 0) {
      first = address;
    } else {
      second = address;
    }
  }

  /** A virtual thread frees the block taken first. */
  @Operation
  public void aFree() {
    if (first != 0 && heaps.freeOnCarrier(first)) {
      first = 0;
    }
  }

  private long takeHeld() {
    if (!heaps.endLease(leased)) {
      return 0;
    }
    long address = heaps.cached(leased);
    heaps.letGo(leased);
    return address;
  }

  /** Ends the lease, and takes a block. */
  @Operation
  public void bEnd() {
    ofB = takeHeld();
  }

  /** Ends the lease, and takes a block. */
  @Operation
  public void cEnd() {
    ofC = takeHeld();
  }

  @Override
  @Nullable String broken() {
    List<Long> all = new ArrayList<>(List.of(first, second, ofB, ofC));
    all.removeIf(address -> address == 0);
    if (new HashSet<>(all).size() < all.size()) {
      return "one block in two hands: " + all;
    }
    Heap last = heaps.enterOnCarrier();
    heaps.leaveOnCarrier(last);
    if (heaps.isStripe(last)) {
      return "the carrier gets no heap any more";
    }
    return heaps.liveBlocks() == all.size() ? heaps.fault() : "a block is lost";
  }
}
