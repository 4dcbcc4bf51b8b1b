package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.lab.shipped.UntrackedStates;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The re-check: an owner releases an exhausted slab while another thread frees a block of it. The
 * one writes the owner and reads the summary, the other writes the summary and reads the owner.
 */
@JCStressTest
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Posted by the freer.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Posted by the releaser.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Stranded: neither saw the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Posted twice.")
@State
public class ReleaseAgainstFree {

  private final Slab slab =
      new Slab(1L << 40, SizeClasses.of(16 << 10), Owner.FIRST_HEAP, UntrackedStates.ALL);

  /** An exhausted slab. */
  public ReleaseAgainstFree() {
    slab.take(new long[4], 0, 4, (byte) 0);
  }

  /** Releases. */
  @Actor
  public void owner(ZZ_Result result) {
    result.r1 = slab.release(Owner.FIRST_HEAP);
  }

  /** Frees a block. */
  @Actor
  public void freer(ZZ_Result result) {
    slab.freeRemote(0, 1);
    result.r2 = slab.announceRemote(0);
  }
}
