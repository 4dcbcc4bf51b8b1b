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
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * What a thread has written plainly into its heap is seen by whoever holds the heap after it ended:
 * its last action synchronises with {@code Thread.isAlive()}.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "The thread has not ended.")
@Outcome(id = "500", expect = Expect.ACCEPTABLE, desc = "Held, with all that the thread wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Held, and not all is there.")
@State
public class EndThenHold {

  private static final ShippedHeaps HEAPS = ShippedHeaps.make(new PaperMemory(), false);
  private static final int ATTEMPTS = 20_000;
  private static final int WRITES = 500;

  private final Heap heap = HEAPS.unregisteredHeap();

  /** Starts a thread that attaches the heap to itself, writes, and ends. */
  @Actor
  public void owner() {
    new Thread(this::use).start();
  }

  private void use() {
    HEAPS.attach(heap);
    for (int i = 0; i < WRITES; i++) {
      HEAPS.count(heap);
    }
  }

  /** Holds the heap as soon as it can. */
  @Actor
  public void taker(J_Result result) {
    result.r1 = -1;
    for (int i = 0; i < ATTEMPTS && result.r1 < 0; i++) {
      if (HEAPS.holdAbandoned(heap)) {
        result.r1 = heap.counted(Counter.DRAINS);
      }
    }
  }
}
