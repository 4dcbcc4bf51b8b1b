package org.hakmem.lab.shipped.lincheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hakmem.internal.heap.Heap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One stripe for three threads, with blocks in its magazine: they pass from hand to hand. It is
 * held by one thread at a time, and no block gets to two of them.
 */
public final class StripeScenario extends ShippedScenario {

  private final Heap stripe;
  private int holders;
  private volatile boolean shared;
  private long ofA;
  private long ofB;
  private long ofC;

  /** With three cached blocks. */
  public StripeScenario() {
    super(true);
    stripe = heaps.enterStripe();
    heaps.cache(stripe, 3);
    heaps.letGo(stripe);
  }

  /** A cached block, or 0 from a heap that has none. */
  private long take() {
    Heap heap = heaps.enterStripe();
    if (heap == stripe) {
      shared |= holders++ != 0;
    }
    long address = heaps.cached(heap);
    if (heap == stripe) {
      shared |= --holders != 0;
    }
    heaps.letGo(heap);
    return address;
  }

  /** Takes a block from whatever heap it gets into. */
  @Operation
  public void aTake() {
    ofA = take();
  }

  /** Takes a block from whatever heap it gets into. */
  @Operation
  public void bTake() {
    ofB = take();
  }

  /** Takes a block from whatever heap it gets into. */
  @Operation
  public void cTake() {
    ofC = take();
  }

  @Override
  @Nullable String broken() {
    if (shared || holders != 0) {
      return "two threads were in the stripe at once";
    }
    List<Long> all = new ArrayList<>(List.of(ofA, ofB, ofC));
    all.removeIf(address -> address == 0);
    if (new HashSet<>(all).size() < all.size()) {
      return "one block in two hands: " + all;
    }
    return heaps.liveBlocks() == all.size() ? heaps.fault() : "a block is lost";
  }
}
