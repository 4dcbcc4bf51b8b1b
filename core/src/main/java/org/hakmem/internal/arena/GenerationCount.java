package org.hakmem.internal.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the arenas of a generation, and says who ends it: after it was sealed no arena is opened
 * in it, so the number of open ones only falls, and of those who seal it and who close an arena of
 * it exactly one leaves it with none. That one ends it.
 *
 * <p>Any thread may call any method. All is in one word, each step one compare-and-set or addition,
 * volatile: what the arenas' users did with the memory comes before its release. Progress:
 * lock-free; a close is wait-free.
 */
public final class GenerationCount {

  /** What {@link #tryOpen} and {@link #trySeal} return if they did nothing: no state is like it. */
  public static final long REFUSED = 0;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(GenerationCount.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int mostArenas;
  private volatile long state = GenerationState.NEW;

  /** For at most so many arenas, the last of which seals it. */
  public GenerationCount(int mostArenas) {
    this.mostArenas = mostArenas;
  }

  /** A {@link GenerationState}. */
  long state() {
    return state;
  }

  /** Opens an arena: the state after it, perhaps sealed by it, or {@link #REFUSED} if sealed. */
  public long tryOpen() {
    while (true) {
      long before = state;
      if (GenerationState.isSealed(before)) {
        return REFUSED;
      }
      long after = GenerationState.withOneMore(before, mostArenas);
      if (STATE.compareAndSet(this, before, after)) {
        return after;
      }
    }
  }

  /** Closes an arena that had {@code bytes}: the state after it. */
  public long close(long bytes) {
    long change = GenerationState.closing(bytes);
    return (long) STATE.getAndAdd(this, change) + change;
  }

  /** Seals it: the state after it, or {@link #REFUSED} if it was sealed. */
  public long trySeal() {
    while (true) {
      long before = state;
      if (GenerationState.isSealed(before)) {
        return REFUSED;
      }
      long after = GenerationState.sealed(before);
      if (STATE.compareAndSet(this, before, after)) {
        return after;
      }
    }
  }

  /** Whether a step that led to {@code after} left it for its caller to end. */
  public static boolean isOver(long after) {
    return GenerationState.isOver(after);
  }
}
