package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.slab.BlockStates;
import org.jspecify.annotations.Nullable;

/**
 * From a virtual thread to the heap that it may use for one operation: the one leased to its
 * carrier, by plain writes ({@link Lease}); if there is none, a stripe, by a compare-and-set
 * ({@link Stripes}). A compare-and-set costs more than itself: it waits for all stores before it,
 * and blocks are mostly written when they are not in a cache.
 *
 * <p>A carrier gets a lease at its first slow path, as long as there are fewer than stripes are
 * configured, and loses it when the heap is taken apart for being idle. So leases of carriers that
 * ended go as well. Where the system can't fence all threads, or leases must not be taken back,
 * there are only stripes.
 *
 * <p>Any virtual thread. A record, because compiled code takes a record's fields for constants
 * where it knows the record.
 *
 * @param table leases by the number of their carrier; read in opaque mode, as all that a lease is
 *     found by is final, and changed by compare-and-set
 * @param leased how many leases there are, or are about to be
 * @param stripes what there is for all
 * @param shared what the allocator's heaps share
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CarrierHeaps(
    @Nullable Lease[] table, AtomicInteger leased, Stripes stripes, SmallBlocks shared) {

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Lease[].class);

  /** Far more than there are carriers: those whose numbers collide do without a lease. */
  private static final int ENTRY_BITS = 10;

  /** Fibonacci hashing (Knuth): numbers of carriers differ in some bits in the middle. */
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private static final long UNKNOWN = 0;

  static CarrierHeaps in(SmallBlocks shared) {
    return new CarrierHeaps(
        new Lease[1 << ENTRY_BITS],
        new AtomicInteger(),
        new Stripes(shared.registry(), shared.config().stripes()),
        shared);
  }

  private OsMemory os() {
    return shared.os();
  }

  private static int indexOf(long carrier) {
    return (int) ((carrier * MULTIPLIER) >>> -ENTRY_BITS);
  }

  private @Nullable Lease leaseOf(long carrier) {
    Lease lease = (Lease) ENTRY.getOpaque(table, indexOf(carrier));
    return lease != null && lease.carrier() == carrier ? lease : null;
  }

  // ---- The fast paths --------------------------------------------------------------------------

  /** Takes a free block of {@code sizeClass} from the carrier's heap, or 0. */
  public long pop(int sizeClass) {
    Lease lease = leaseOf(os().currentCarrier());
    if (lease == null || !lease.pass()) {
      return 0;
    }
    BlockStates states = shared.states();
    long address = lease.heap().takeLast(sizeClass, states);
    if (address == 0) {
      address = lease.heap().pop(sizeClass, states);
    }
    try {
      lease.leave();
    } catch (StackOverflowError e) { // but the block is taken; see the window of Lease
    }
    return address;
  }

  /** Takes a freed block into the carrier's heap; false, and nothing changed, if it does not. */
  public boolean push(int sizeClass, long address) {
    Lease lease = leaseOf(os().currentCarrier());
    if (lease == null || !lease.pass()) {
      return false;
    }
    boolean done = lease.heap().push(sizeClass, address, shared.states());
    try {
      lease.leave();
    } catch (StackOverflowError e) { // but the block is freed; see the window of Lease
    }
    return done;
  }

  // ---- Any operation, with room on the stack ---------------------------------------------------

  /** A heap for one operation, which {@link #leave} ends. */
  Heap enter() {
    long carrier = os().currentCarrier();
    Lease lease = leaseOf(carrier);
    if (lease != null && lease.work()) {
      return lease.heap();
    }
    Heap begun = lease == null && carrier != UNKNOWN ? begin(carrier) : null;
    return begun != null ? begun : stripes.enter(carrier);
  }

  void leave(Heap heap) {
    Lease lease = heap.lease();
    if (lease == null) {
      heap.letGo();
    } else {
      lease.leave();
    }
  }

  /** Leases a heap to the carrier and enters it, if there may be one lease more; else null. */
  private @Nullable Heap begin(long carrier) {
    int most = shared.config().stripes();
    if (!shared.config().reclaimIdleThreads()
        || !os().canFenceThreads()
        || leased.get() >= most
        || ENTRY.getVolatile(table, indexOf(carrier)) != null) {
      return null;
    }
    boolean done = false;
    Heap heap = null;
    try {
      if (leased.incrementAndGet() <= most) {
        heap = shared.heapForAnother();
        Lease lease = new Lease(carrier, heap);
        heap.setLease(lease);
        done = ENTRY.compareAndSet(table, indexOf(carrier), null, lease);
      }
    } finally { // there may be no Java heap
      if (!done) {
        leased.decrementAndGet();
        abandon(heap);
      }
    }
    return done ? heap : null;
  }

  private static void abandon(@Nullable Heap heap) {
    if (heap != null) {
      heap.setLease(null);
      heap.letGo();
    }
  }

  // ---- For others ------------------------------------------------------------------------------

  /** Holds {@code heap} if it is leased and nobody is inside; the lease is over then. */
  boolean tryHold(Heap heap) {
    Lease lease = heap.lease(); // perhaps an old one, which is ended
    if (lease == null || !lease.tryExamine()) {
      return false;
    }
    boolean outside = false;
    try {
      outside = os().fenceThreads() && lease.isOutside();
    } finally {
      if (!outside) {
        lease.goOn();
      }
    }
    if (outside) {
      lease.end();
      ENTRY.compareAndSet(table, indexOf(lease.carrier()), lease, null);
      heap.setLease(null);
      leased.decrementAndGet();
    }
    return outside;
  }

  /** Clears all entries, so that every virtual thread goes the slow way. */
  void withdrawAll() {
    for (int index = 0; index < table.length; index++) {
      ENTRY.setVolatile(table, index, null);
    }
  }
}
