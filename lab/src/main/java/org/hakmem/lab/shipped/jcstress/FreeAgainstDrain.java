package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.lab.shipped.UntrackedStates;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A freer that finds its summary bit set leaves it: it has written the word before, and a drain
 * takes the summary before the word. The slab has one announced remote free; another comes while
 * the owner drains.
 */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Drained.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Waits, and is announced.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Drained; announced in vain.")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "Waits where nobody looks.")
@State
public class FreeAgainstDrain {

  private final Slab slab =
      new Slab(1L << 40, SizeClasses.of(16 << 10), Owner.FIRST_HEAP, UntrackedStates.ALL);

  /** An exhausted slab with one remote free. */
  public FreeAgainstDrain() {
    slab.take(new long[4], 0, 4, (byte) 0);
    slab.freeRemote(0, 1);
    slab.announceRemote(0);
  }

  /** Drains. */
  @Actor
  public void owner() {
    slab.drain(Owner.FIRST_HEAP);
  }

  /** Frees a block. */
  @Actor
  public void freer() {
    slab.freeRemote(0, 2);
    slab.announceRemote(0);
  }

  /** Where the block is. */
  @Arbiter
  public void lookedAt(ZZ_Result result) {
    result.r1 = slab.remoteCount() > 0;
    result.r2 = slab.hasRemote();
  }
}
