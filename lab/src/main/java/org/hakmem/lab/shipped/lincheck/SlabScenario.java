package org.hakmem.lab.shipped.lincheck;

import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One slab of four blocks, all in the program's hands, that a owns: a gives it up, b and c free its
 * blocks, claim it and give it up.
 *
 * <p>The property is the invariants 1 to 3 of the protocol: only the owner changes the free set
 * (the shipped assertions say so, and conservation), every block is in one place, no slab with room
 * is left to nobody.
 */
public final class SlabScenario extends ShippedScenario {

  private final Slab slab = heaps.fullSlab(a);

  /** Blocks that each thread took out of the slab again. */
  private int keptByA;

  private int keptByB;
  private int keptByC;

  private int freedByA;
  private int freedByB;
  private int freedByC;

  /** Gives the slab up, if it has it. */
  @Operation
  public void aGiveUp() {
    if (slab.isOwnedBy(a.id())) {
      heaps.giveUp(a, slab);
    }
  }

  /** Drains and allocates, if it has it. */
  @Operation
  public void aTake() {
    if (slab.isOwnedBy(a.id())) {
      heaps.drain(a, slab);
      keptByA += heaps.take(a, slab, 1);
    }
  }

  /** Frees block 1. */
  @Operation
  public void aFree() {
    freedByA++;
    if (slab.isOwnedBy(a.id())) {
      slab.freeLocal(0, 0b10);
    } else {
      heaps.freeRemote(slab, 1);
    }
  }

  /** Frees block 0. */
  @Operation
  public void bFree() {
    freedByB++;
    heaps.freeRemote(slab, 0);
  }

  /** Frees block 3. */
  @Operation
  public void cFree() {
    freedByC++;
    heaps.freeRemote(slab, 3);
  }

  /** Frees block 2. */
  @Operation
  public void cFreeAnother() {
    freedByC++;
    heaps.freeRemote(slab, 2);
  }

  /** Takes the slab out of the mailbox, claims it, and gives it up. */
  @Operation
  public void bClaimMailed() {
    keptByB += use(b, heaps.claimMailed(b), 0);
  }

  /** Claims it as the gate would, and gives it up. */
  @Operation
  public void bClaimFound() {
    keptByB += use(b, heaps.claim(b, slab) ? slab : null, 0);
  }

  /** Takes the slab out of the mailbox, claims it, allocates from it, and gives it up. */
  @Operation
  public void cClaimMailed() {
    keptByC += use(c, heaps.claimMailed(c), 1);
  }

  /** Claims it as the gate would, allocates from it, and gives it up. */
  @Operation
  public void cClaimFound() {
    keptByC += use(c, heaps.claim(c, slab) ? slab : null, 1);
  }

  private int use(Heap heap, @Nullable Slab claimed, int blocks) {
    if (claimed == null) {
      return 0;
    }
    heaps.drain(heap, claimed);
    int taken = heaps.take(heap, claimed, blocks);
    heaps.giveUp(heap, claimed);
    return taken;
  }

  @Override
  @Nullable String broken() {
    long owner = slab.ownerVolatile();
    int program = slab.capacity() - freedByA - freedByB - freedByC + keptByA + keptByB + keptByC;
    if (!slab.isValid()) {
      return "not valid: " + slab;
    }
    if (program + slab.freeCount() + slab.remoteCount() != slab.capacity()) {
      return program + " blocks with the program, " + slab;
    }
    if (owner == Owner.FULL && slab.freeCount() + slab.remoteCount() > 0) {
      return "stranded: " + slab;
    }
    if (owner == Owner.POSTED && heaps.mailed() != 1) {
      return "mailed " + heaps.mailed() + " times: " + slab;
    }
    if (owner == Owner.RETIRED && program > 0) {
      return "retired while blocks are in use: " + slab;
    }
    return null;
  }
}
