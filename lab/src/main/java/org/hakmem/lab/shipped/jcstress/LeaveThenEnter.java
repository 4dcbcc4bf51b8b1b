package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.heap.Counter;
import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.heap.ShippedHeaps;
import org.hakmem.lab.shipped.PaperMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * What one thread has written plainly into a stripe is seen by the next one in it. Both enter, look
 * how often the stripe was entered, and count themselves.
 */
@JCStressTest
@Outcome(
    id = {"0, 1", "1, 0"},
    expect = Expect.ACCEPTABLE,
    desc = "One after the other.")
@Outcome(
    id = {"0, -1", "-1, 0"},
    expect = Expect.ACCEPTABLE,
    desc = "One found it held.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both in it, or one without the other's write.")
@State
public class LeaveThenEnter {

  private static final ShippedHeaps HEAPS = ShippedHeaps.make(new PaperMemory(), false);

  private final Heap heap = HEAPS.unregisteredHeap();

  /** A stripe that nobody is in. */
  public LeaveThenEnter() {
    HEAPS.letGo(heap);
  }

  private long visit() {
    if (!HEAPS.tryHold(heap)) {
      return -1;
    }
    long before = heap.counted(Counter.DRAINS);
    HEAPS.count(heap);
    HEAPS.letGo(heap);
    return before;
  }

  /** Visits the stripe. */
  @Actor
  public void one(JJ_Result result) {
    result.r1 = visit();
  }

  /** Visits the stripe. */
  @Actor
  public void another(JJ_Result result) {
    result.r2 = visit();
  }
}
