package org.hakmem.internal.checked;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.CorruptionException;
import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.memory.ScopedSegments;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one block.
 *
 * <pre>
 *   span            address              end             spanEnd
 *    │    canary      │   the program's   │     canary     │
 *
 *   span ≤ address, end = address + bytes ≤ spanEnd
 * </pre>
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><th>from</th><th>to</th><th>by</th></tr>
 *   <tr><td>{@link #LIVE}</td><td>{@link #BUSY}</td><td>compare-and-set by who frees or resizes it</td></tr>
 *   <tr><td>{@link #BUSY}</td><td>{@link #LIVE}</td><td>volatile write by the same, if that failed</td></tr>
 *   <tr><td>{@link #BUSY}</td><td>{@link #FREED}</td><td>volatile write by the same</td></tr>
 * </table>
 */
final class CheckedBlock {

  /** The program's. */
  static final int LIVE = 0;

  /** A thread is about to free or to resize it. */
  static final int BUSY = 1;

  /** Freed. */
  static final int FREED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(CheckedBlock.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long span;
  private final long spanBytes;
  private final long address;
  private final long bytes;
  private final Origin allocated;
  private volatile @Nullable Origin freed;

  @SuppressWarnings("unused") // through STATE
  private volatile int state;

  /** The scope of the block's segment, if it has one. Set by the block's holder. */
  private volatile @Nullable Arena arena;

  private volatile @Nullable MemorySegment segment;

  /** The next in {@link Quarantine}, which guards it. */
  @Nullable CheckedBlock next;

  CheckedBlock(long span, long spanBytes, long address, long bytes, Origin allocated) {
    this.span = span;
    this.spanBytes = spanBytes;
    this.address = address;
    this.bytes = bytes;
    this.allocated = allocated;
    assert isValid() : "span ≤ address, end ≤ spanEnd";
  }

  private boolean isValid() {
    return span <= address && end() <= spanEnd();
  }

  long span() {
    return span;
  }

  long spanBytes() {
    return spanBytes;
  }

  long spanEnd() {
    return span + spanBytes;
  }

  long address() {
    return address;
  }

  /** Returns the bytes that the program asked for. */
  long bytes() {
    return bytes;
  }

  long end() {
    return address + bytes;
  }

  Origin allocated() {
    return allocated;
  }

  @Nullable Origin freed() {
    return freed;
  }

  boolean isLive() {
    return state == LIVE;
  }

  /** Makes a live block busy; false if it is not live. */
  boolean casBusy() {
    return STATE.compareAndSet(this, LIVE, BUSY);
  }

  /** Notes who frees a busy block, for messages made before it is free. */
  void noteFree(Origin origin) {
    freed = origin;
  }

  /** Makes a busy block live again. */
  void putBack() {
    freed = null;
    state = LIVE;
  }

  /** Makes a busy block free. */
  void setFreed(Origin origin) {
    freed = origin;
    state = FREED;
  }

  /** Fills the bytes around the block. */
  void fillAround(OsMemory os) {
    Fill.AROUND.fill(os, span, address);
    Fill.AROUND.fill(os, end(), spanEnd());
  }

  /**
   * Checks the bytes around the block, for a call that then goes on.
   *
   * @throws CorruptionException if they were written; they are what they were then
   */
  void requireWhole(OsMemory os) {
    Damage damage = Damage.around(os, this);
    if (damage != null) {
      CorruptionException exception = Findings.overrun(this, damage);
      fillAround(os);
      throw exception;
    }
  }

  /** Copies the contents to a block of {@code newBytes}, as many bytes as both have. */
  void copyTo(OsMemory os, long target, long newBytes) {
    long copied = Math.min(bytes, newBytes);
    MemorySegment from = os.around(address);
    MemorySegment to = os.around(target);
    MemorySegment.copy(from, address - from.address(), to, target - to.address(), copied);
  }

  /**
   * Returns the segment over the block with a scope of its own, which is made by the first call.
   */
  @SuppressWarnings("MustBeClosedChecker") // by endScope
  MemorySegment scoped() {
    MemorySegment known = segment;
    if (known != null) {
      return known;
    }
    Arena made = Arena.ofShared();
    MemorySegment result = ScopedSegments.of(address, bytes, made);
    arena = made;
    segment = result;
    return result;
  }

  boolean isScoped() {
    return arena != null;
  }

  /**
   * Ends the scope of the block's segment.
   *
   * @throws IllegalStateException if a call of native code has the segment; nothing changed then
   */
  void endScope() {
    Arena own = arena;
    if (own != null && own.scope().isAlive()) {
      own.close();
    }
  }

  /** Whether accesses through the block's segment, if it has one, still succeed. */
  boolean isScopeAlive() {
    Arena own = arena;
    return own == null || own.scope().isAlive();
  }
}
