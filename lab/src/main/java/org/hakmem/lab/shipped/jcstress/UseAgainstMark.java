package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.heap.ShippedMark;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A heap's holder writes plainly to the word that another thread marks. The mark may be lost, what
 * the holder wrote may not: it would hand out the block again.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The block is handed out once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The holder's write is lost: handed out twice.")
@State
public class UseAgainstMark {

  private final ShippedMark heap = new ShippedMark();

  /** A heap with a block that was freed last. */
  public UseAgainstMark() {}

  /** Allocates. */
  @Actor
  public void holder(ZZ_Result result) {
    result.r1 = heap.take();
  }

  /** Looks whether the heap is in use. */
  @Actor
  public void watcher() {
    heap.mark();
  }

  /** The holder allocates again. */
  @Arbiter
  public void holderAgain(ZZ_Result result) {
    result.r2 = heap.take();
  }
}
