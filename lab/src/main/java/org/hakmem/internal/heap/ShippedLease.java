package org.hakmem.internal.heap;

import org.hakmem.internal.memory.OsMemory;

/** The steps of a lease, for the lab: it stands in their package. */
public final class ShippedLease {

  private static final Heap HEAP = new Heap(1, false);

  private final Lease lease = new Lease(1, HEAP);

  /** A lease that nobody is in. */
  public ShippedLease() {
    lease.leave();
  }

  /** The carrier enters, and stays. */
  public boolean pass() {
    return lease.pass();
  }

  /** As {@code CarrierHeaps.tryHold}: whether an examiner finds that nobody is inside. */
  public boolean end(OsMemory os) {
    return lease.tryExamine() && os.fenceThreads() && lease.isOutside();
  }
}
