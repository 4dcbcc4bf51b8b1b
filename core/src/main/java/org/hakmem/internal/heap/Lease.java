package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A heap that is one carrier's for a while: the virtual threads that it runs, one at a time, enter
 * and leave it by plain writes.
 *
 * <p><b>Assumptions.</b> Only code that runs on the carrier enters. A virtual thread stays on its
 * carrier until it blocks or yields, so from {@link #pass} to {@link #leave}, with neither in
 * between, no other comes in. Where it might block, in the slow paths, it enters by {@link #work},
 * which keeps others out for as long as it stays, on whatever carrier it leaves.
 *
 * <p><b>Guarantees.</b> One thread at a time is inside, or an examiner that ended the lease has the
 * heap. A lease that was ended stays so: the carrier makes another, so that who still looks at this
 * one finds out.
 *
 * <p><b>How it is ended</b>, as the examiner has nothing to lock: a Dekker whose frequent side has
 * no fence. The carrier writes {@code inside} and reads {@code state}; the examiner writes {@code
 * state}, has all threads pass a fence, and reads {@code inside}. So at least one of them sees the
 * other. The fence is the system's, and that compilers keep accesses in opaque mode in their order
 * is HotSpot's: neither is the Java memory model's promise. What the carrier wrote before it left
 * is visible to the examiner by the release write that it reads.
 *
 * <p><b>Window.</b> A stack that overflows within an operation of the fast path leaves {@code
 * inside} as if the operation went on. The carrier's next operation knows that it does not; until
 * then the lease can't be ended.
 *
 * <p><b>Progress.</b> Wait-free.
 */
final class Lease {

  private static final VarHandle INSIDE;
  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      INSIDE = lookup.findVarHandle(Lease.class, "inside", int.class);
      STATE = lookup.findVarHandle(Lease.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Nobody. */
  private static final int OUTSIDE = 0;

  /**
   * An operation that neither blocks nor yields; seen by the carrier itself, one that is no more.
   */
  private static final int PASSING = 1;

  /** An operation that may block; seen by the carrier itself, one whose thread is not mounted. */
  private static final int WORKING = 2;

  private static final int CURRENT = 0;
  private static final int EXAMINED = 1;
  private static final int ENDED = 2;

  private final long carrier;
  private final Heap heap;

  /**
   * Who is inside, at first who made it. Set by the carrier alone, in opaque mode, when nobody is;
   * cleared by a release write of who entered. The carrier reads it in acquire mode, which pairs
   * with that write on another carrier, and the examiner too.
   */
  @SuppressWarnings("unused") // through INSIDE
  private int inside = WORKING;

  /** Moved by an examiner's compare-and-set, and by nobody else meanwhile; see the class. */
  @SuppressWarnings("unused") // through STATE
  private volatile int state;

  /**
   * A lease of a heap that the caller holds, and that is the lease's from now on. The caller is
   * inside, as by {@link #work}: else others could end the lease before it is where it is found.
   *
   * @param carrier number of the carrier that runs, or has just run, the caller
   */
  Lease(long carrier, Heap heap) {
    this.carrier = carrier;
    this.heap = heap;
  }

  long carrier() {
    return carrier;
  }

  Heap heap() {
    return heap;
  }

  /**
   * Enters for an operation that neither blocks nor yields; false if another is inside or the lease
   * is not current. On the carrier only.
   */
  boolean pass() {
    return enter(PASSING);
  }

  /** As {@link #pass}, for any operation. */
  boolean work() {
    return enter(WORKING);
  }

  private boolean enter(int how) {
    if ((int) INSIDE.getAcquire(this) == WORKING) {
      return false;
    }
    INSIDE.setOpaque(this, how);
    if ((int) STATE.getAcquire(this) == CURRENT) {
      return true;
    }
    leave();
    return false;
  }

  /** Leaves, on whatever carrier. */
  void leave() {
    INSIDE.setRelease(this, OUTSIDE);
  }

  /** Begins to end it, if no other examiner does; {@link #end} or {@link #goOn} has to follow. */
  boolean tryExamine() {
    return STATE.compareAndSet(this, CURRENT, EXAMINED);
  }

  /** Whether nobody is inside. Of use to its examiner, after the fence. */
  boolean isOutside() {
    return (int) INSIDE.getAcquire(this) == OUTSIDE;
  }

  /** Ends it for good; the heap is the examiner's. */
  void end() {
    STATE.setVolatile(this, ENDED);
  }

  /** Leaves it to the carrier. */
  void goOn() {
    STATE.setVolatile(this, CURRENT);
  }
}
