package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whose a heap is: the thread's that it is attached to, or for a while that of who moved {@code
 * state}, a {@link HeapState}, to held. The hand-over orders the holders' plain accesses:
 *
 * <table>
 * <caption>Hand-over</caption>
 * <tr><th>from</th><th>to</th><th>by</th></tr>
 * <tr><td>unattached</td><td>held</td><td>CAS by anyone; pairs with the release below</td></tr>
 * <tr><td>held</td><td>unattached</td><td>release write by its holder</td></tr>
 * <tr><td>held</td><td>attached(t)</td><td>release write by t</td></tr>
 * <tr><td>attached(t)</td><td>held</td><td>CAS by anyone after t ended (JLS 17.4.4)</td></tr>
 * <tr><td>attached(t)</td><td>examined</td><td>CAS by anyone, see {@link IdleHeaps}</td></tr>
 * <tr><td>examined</td><td>attached(t)</td><td>CAS by t or the examiner</td></tr>
 * <tr><td>examined</td><td>held</td><td>CAS by the examiner, t being outside the allocator</td></tr>
 * <tr><td>examined</td><td>held</td><td>CAS by anyone after t ended</td></tr>
 * </table>
 *
 * <p>A stripe is never attached; it is entered by the first edge and left by the second.
 */
abstract sealed class Holdable permits Watchable {

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Holdable.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See the table above. */
  @SuppressWarnings("unused") // through STATE
  private volatile long state = HeapState.HELD;

  /**
   * The thread it is or was attached to. Plain: written by that thread before it sets {@code
   * state}, through which others see it. Who reads an older one finds no thread in it, or not
   * itself.
   */
  private ThreadRef thread = ThreadRef.NONE;

  /** A {@link HeapState}. */
  long stateVolatile() {
    return (long) STATE.getVolatile(this);
  }

  /** Makes it {@code who}'s if its state is still exactly {@code expected}. */
  boolean casState(long expected, int who) {
    return STATE.compareAndSet(this, expected, HeapState.next(expected, who));
  }

  /** Makes it {@code who}'s. For who holds it: nobody else writes the state meanwhile. */
  void setStateRelease(int who) {
    STATE.setRelease(this, HeapState.next((long) STATE.get(this), who));
  }

  /** Holds it if it is nobody's. */
  boolean tryHold() {
    long now = stateVolatile();
    return HeapState.who(now) == HeapState.UNATTACHED && casState(now, HeapState.HELD);
  }

  /** Ends a hold. */
  void letGo() {
    setStateRelease(HeapState.UNATTACHED);
  }

  ThreadRef thread() {
    return thread;
  }

  void setThread(ThreadRef ref) {
    thread = ref;
  }

  /** Whether it is attached to {@code candidate}, the current thread. */
  boolean belongsTo(Thread candidate) {
    return thread.refersTo(candidate);
  }
}
