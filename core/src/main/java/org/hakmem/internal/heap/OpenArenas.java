package org.hakmem.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.memory.ThreadHandshake;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open arenas whose memory an allocator would unmap, and keeps it from being closed
 * while there are any.
 *
 * <p><b>Guarantees.</b> After {@link #seal} has returned, no counted arena is open, and none is
 * opened until {@link #unseal}. The number in the exception of {@code seal} is exact if no other
 * thread opens or closes an arena meanwhile.
 *
 * <p><b>How.</b> A platform thread counts its arenas in a tally of its own, found in a table by the
 * thread's number. Virtual threads, threads whose places in the table collide, and arenas that
 * another thread may close count atomically in common tallies. Only the sums over all tallies
 * matter.
 *
 * <p>Opening counts and then reads {@code seals}. Sealing writes {@code seals}, waits for a
 * handshake with all threads, and then sums. No safepoint lies between the two steps of opening, or
 * it keeps their order. So opening finds the seal, or sealing finds the arena.
 *
 * <p>The sum of the closed arenas is read first. Both sums only grow, so if they are equal, no
 * arena was open at the moment between the two reads.
 *
 * <p><b>Progress.</b> Lock-free, but for the handshake.
 */
public final class OpenArenas {

  private static final VarHandle SEALS;
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(ArenaTally[].class);

  static {
    try {
      SEALS = MethodHandles.lookup().findVarHandle(OpenArenas.class, "seals", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A power of two: more than there are threads that open confined arenas, as a rule. */
  private static final int ENTRIES = 1 << 10;

  /** A power of two. */
  private static final int COMMON = 1 << 4;

  private final HeapRegistry registry;

  /** By the thread's number; an entry changes only after its thread has ended. */
  private final @Nullable ArenaTally[] table = new ArenaTally[ENTRIES];

  private final ArenaTally[] common = new ArenaTally[COMMON];

  /** The calls that are closing the allocator, and one more once it is closed. */
  @SuppressWarnings("unused") // through SEALS
  private volatile int seals;

  OpenArenas(HeapRegistry registry) {
    this.registry = registry;
    for (int i = 0; i < COMMON; i++) {
      common[i] = new ArenaTally();
    }
  }

  /**
   * Counts one more open arena of the current thread. To be called by its maker as the last step
   * that can fail.
   *
   * @return where the same thread has to count it as closed
   * @throws IllegalStateException if the allocator is closed or being closed; nothing is counted
   */
  public ArenaTally openConfined() {
    Thread thread = Thread.currentThread();
    long id = thread.threadId();
    ArenaTally tally = table[(int) id & (ENTRIES - 1)]; // plain: what it leads to is checked
    if (tally == null || tally.threadId != id) {
      tally = thread.isVirtual() ? null : enter(thread);
      if (tally == null) {
        return openShared();
      }
    }
    tally.opened++;
    if (seals != 0) {
      throw refuse(tally);
    }
    return tally;
  }

  /**
   * Counts one more open arena of any thread. To be called by its maker as the last step that can
   * fail.
   *
   * @return where any thread has to count it as closed
   * @throws IllegalStateException as {@link #openConfined}
   */
  public ArenaTally openShared() {
    ArenaTally tally = common[(int) Thread.currentThread().threadId() & (COMMON - 1)];
    tally.addOpenedAtomic();
    if (seals != 0) {
      throw refuse(tally);
    }
    return tally;
  }

  private static IllegalStateException refuse(ArenaTally tally) {
    tally.close();
    return new IllegalStateException("this allocator is closed or being closed");
  }

  /**
   * Returns a tally for {@code thread}, now in the table, or null if a live thread has its place.
   */
  private @Nullable ArenaTally enter(Thread thread) {
    registry.expungeCollected();
    int index = (int) thread.threadId() & (ENTRIES - 1);
    ArenaTally present = (ArenaTally) ENTRY.getAcquire(table, index);
    if (present != null && !present.hasEnded()) {
      return null;
    }
    ArenaTally made = new ArenaTally(thread, registry.refTo(thread), present);
    return ENTRY.compareAndSet(table, index, present, made) ? made : null;
  }

  /**
   * Keeps arenas from being opened.
   *
   * @throws IllegalStateException if an arena is open; nothing has changed then
   */
  public void seal() {
    SEALS.getAndAdd(this, 1);
    boolean sealed = false;
    try {
      ThreadHandshake.await();
      long open = count();
      if (open != 0) {
        throw new IllegalStateException(
            open == 1
                ? "1 arena of this allocator is open: close it first"
                : open + " arenas of this allocator are open: close them first");
      }
      sealed = true;
    } finally {
      if (!sealed) {
        unseal();
      }
    }
  }

  /** Takes a seal back. */
  public void unseal() {
    SEALS.getAndAdd(this, -1);
  }

  private long count() {
    long closed = 0;
    for (ArenaTally tally : common) {
      closed += tally.closedAcquire();
    }
    for (int i = 0; i < ENTRIES; i++) {
      ArenaTally tally = (ArenaTally) ENTRY.getAcquire(table, i);
      closed += tally == null ? 0 : tally.closedAcquire();
    }
    long opened = 0;
    for (ArenaTally tally : common) {
      opened += tally.openedOpaque();
    }
    for (int i = 0; i < ENTRIES; i++) {
      ArenaTally tally = (ArenaTally) ENTRY.getAcquire(table, i);
      opened += tally == null ? 0 : tally.openedOpaque();
    }
    return opened - closed;
  }
}
