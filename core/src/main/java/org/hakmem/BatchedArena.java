package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.arena.Generation;
import org.hakmem.internal.arena.Generations;
import org.hakmem.internal.arena.Request;
import org.hakmem.internal.heap.StackProbe;

/**
 * An arena of a generation.
 *
 * <p>Its own state is one word: the bytes allocated, or a negative number once it is closed. An
 * allocation adds to it and a close exchanges it, so that each allocation comes before the close,
 * and is in quarantine with the rest, or fails.
 */
final class BatchedArena implements HakmemArena {

  /** Far from 0, as requests that come too late may add to it, and take that back. */
  private static final long CLOSED = Long.MIN_VALUE / 2;

  private static final VarHandle BYTES;

  static {
    try {
      BYTES = MethodHandles.lookup().findVarHandle(BatchedArena.class, "bytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Generations generations;
  private final Generation generation;
  private volatile long bytes;

  /** In a generation that counts it already. */
  BatchedArena(Generations generations, Generation generation) {
    this.generations = generations;
    this.generation = generation;
  }

  @Override
  public MemorySegment.Scope scope() {
    return generation.memory().scope();
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    return allocate(byteSize, byteAlignment, true);
  }

  @Override
  public MemorySegment allocateUninitialized(long byteSize, long byteAlignment) {
    return allocate(byteSize, byteAlignment, false);
  }

  private MemorySegment allocate(long byteSize, long byteAlignment, boolean zero) {
    Request.check(byteSize, byteAlignment);
    long room = Request.room(byteSize);
    if (bytes < 0 || (long) BYTES.getAndAdd(this, room) < 0) {
      throw alreadyClosed();
    }
    MemorySegment segment = null;
    try {
      segment = generation.memory().allocate(byteSize, byteAlignment, zero);
      generations.allocated(generation);
      return segment;
    } finally {
      if (segment == null) { // no memory
        BYTES.getAndAdd(this, -room);
      }
    }
  }

  @Override
  public void close() {
    StackProbe.ensure();
    long allocated = (long) BYTES.getAndSet(this, CLOSED);
    if (allocated < 0) {
      throw alreadyClosed();
    }
    generations.close(generation, allocated);
  }

  private static IllegalStateException alreadyClosed() {
    return new IllegalStateException("Already closed");
  }
}
