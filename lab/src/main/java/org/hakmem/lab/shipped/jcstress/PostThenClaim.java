package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.heap.ShippedHeaps;
import org.hakmem.internal.slab.Slab;
import org.hakmem.lab.shipped.PaperMemory;
import org.hakmem.lab.shipped.UntrackedStates;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * What an owner has written plainly is seen by the next one: the first drains a remote free and
 * posts the slab, the second claims it and counts its free blocks.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Not posted yet.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Claimed, with the free block.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Claimed, and the free set is not the poster's.")
@State
public class PostThenClaim {

  private static final ShippedHeaps HEAPS = ShippedHeaps.make(new PaperMemory(), false);
  private static final Heap FIRST = HEAPS.heap();
  private static final Heap SECOND = HEAPS.heap();

  private final Slab slab =
      new Slab(1L << 40, ShippedHeaps.FOUR_A_SLAB, FIRST.id(), UntrackedStates.ALL);

  /** A slab with a remote free. */
  public PostThenClaim() {
    slab.take(new long[4], 0, 4, (byte) 0);
    slab.freeRemote(0, 1);
    slab.announceRemote(0);
  }

  /** Gives it up, but for the mailbox: all slabs are at the same address here. */
  @Actor
  public void first() {
    slab.markMailed();
    HEAPS.giveUp(FIRST, slab);
  }

  /** Claims it. */
  @Actor
  public void second(I_Result result) {
    result.r1 = HEAPS.claim(SECOND, slab) ? slab.freeCount() : -1;
  }
}
