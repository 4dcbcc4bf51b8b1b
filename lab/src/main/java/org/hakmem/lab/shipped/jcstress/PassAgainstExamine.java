package org.hakmem.lab.shipped.jcstress;

import org.hakmem.internal.heap.ShippedLease;
import org.hakmem.internal.memory.NativeMemory;
import org.hakmem.internal.memory.OsMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A Dekker whose frequent side has no fence: a carrier enters its heap while another thread ends
 * the lease. The one writes that it is inside and reads the lease's state, the other writes the
 * state, fences all threads, and reads whether anyone is inside.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The carrier is inside.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The lease is over.")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Each saw the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two have the heap: neither saw the other.")
@State
public class PassAgainstExamine {

  private static final long LEAST_BYTES = 1;
  private static final OsMemory OS = fencing();

  private final ShippedLease lease = new ShippedLease();

  /** A lease that nobody is in. */
  public PassAgainstExamine() {}

  /** The system, once it says that it can fence: it is asked in a thread of its own. */
  private static OsMemory fencing() {
    OsMemory os = new NativeMemory(LEAST_BYTES, false);
    while (os.currentCarrier() == 0) {
      Thread.onSpinWait();
    }
    if (!os.canFenceThreads()) {
      throw new IllegalStateException("this system can't fence threads: there are no leases");
    }
    return os;
  }

  /** Enters. */
  @Actor
  public void carrier(ZZ_Result result) {
    result.r1 = lease.pass();
  }

  /** Ends the lease. */
  @Actor
  public void examiner(ZZ_Result result) {
    result.r2 = lease.end(OS);
  }
}
