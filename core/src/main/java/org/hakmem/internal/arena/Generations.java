package org.hakmem.internal.arena;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.HakmemStats;
import org.hakmem.internal.event.OnceLog;
import org.hakmem.internal.heap.Chore;
import org.jspecify.annotations.Nullable;

/**
 * The batched arenas of an allocator, in generations: those of a generation share an arena of the
 * JDK, and the memory of a closed one waits in quarantine until that arena is closed, for all of
 * them with one handshake.
 *
 * <p>A slot, chosen by the thread's number, has the generation that its threads open arenas in. A
 * generation is <i>sealed</i>, once and for all, when it has had its number of arenas, or holds its
 * share of the bytes, or is old; its slot then gets another. It is <i>over</i> when it is sealed
 * and its last arena is closed, and is <i>ended</i> by whoever made it so: the JDK's arena is
 * closed and the memory freed. If the JDK refuses, as a call of native code has a segment, it stays
 * over and is tried again by each later sweep.
 *
 * <p>An arena that stays open pins its generation. What the closed ones of sealed generations hold
 * is bounded: while it has reached the bound, each new arena is a generation of its own, which is
 * ended by its close. The bound leaves room for what unsealed generations may hold:
 *
 * <pre>
 *   quarantine = closed bytes of sealed generations   &lt; 5/8 of the bound when one is begun
 *              + closed bytes of those in slots       at most 9/8 of a quarter, all together
 * </pre>
 *
 * and it grows beyond that only by what arenas open at that time hold and, while another one of
 * their generation is open, leave when they are closed.
 *
 * <p>Any thread may call any method. Progress: lock-free but for the handshake, which one thread
 * waits for and no other does.
 */
public final class Generations implements Chore {

  /** Bytes of a generation's first chunk. */
  private static final long LEAST_CHUNK_BYTES = 4 << 10;

  /** Bytes that chunks grow to, if a generation's share is large enough. */
  private static final long MOST_CHUNK_BYTES = 256 << 10;

  /** The slots' generations share one part in so many of the bytes. */
  private static final int SHARE_OF_SLOTS = 4;

  /** The JDK's handshake takes tens of microseconds. */
  private static final long CLOSING_NANOS = 10_000;

  /** A chunk is at most one part in so many of what a generation may hold. */
  private static final int CHUNKS_EACH = 8;

  /**
   * The bounds.
   *
   * @param arenas of a generation
   * @param bytes in quarantine
   * @param millis how old a generation gets before it is sealed
   * @param byClock whether calls look at the clock, as nobody else does often enough
   */
  public record Bounds(int arenas, long bytes, long millis, boolean byClock) {}

  private final BlockSource blocks;
  private final boolean binds;
  private final Bounds bounds;
  private final long mostAgeNanos;
  private final long mostSealedBytes;
  private final long mostBytesEach;
  private final long mostChunkBytes;
  private final AtomicReferenceArray<@Nullable Generation> slots;

  /** Those that are not ended. Who removes one has ended it. */
  private final Set<Generation> all = ConcurrentHashMap.newKeySet();

  /** Bytes of the closed arenas of sealed generations; for a moment less than that. */
  private final AtomicLong sealedBytes = new AtomicLong();

  /** Not 0 if some are over and could not be ended: a hint that a sweep may find them. */
  private final AtomicLong unended = new AtomicLong();

  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param binds whether blocks can be bound to an arena
   * @param processors how many threads run at once
   */
  public Generations(BlockSource blocks, boolean binds, Bounds bounds, int processors) {
    int count = Math.min(Integer.highestOneBit(Math.max(2 * processors - 1, 1)) << 1, 256);
    this.blocks = blocks;
    this.binds = binds;
    this.bounds = bounds;
    this.mostAgeNanos = TimeUnit.MILLISECONDS.toNanos(bounds.millis());
    this.mostSealedBytes = bounds.bytes() / 8 * 5;
    this.mostBytesEach = bounds.bytes() / SHARE_OF_SLOTS / count;
    this.mostChunkBytes =
        Math.clamp(
            Long.highestOneBit(mostBytesEach / CHUNKS_EACH), LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);
    this.slots = new AtomicReferenceArray<>(count);
  }

  /**
   * Opens an arena: the generation that it belongs to, until {@link #close}.
   *
   * @throws IllegalStateException if the allocator is closed
   */
  public Generation open() {
    int slot = (int) Thread.currentThread().threadId() & (slots.length() - 1);
    Generation generation = slots.get(slot);
    if (generation != null && !isDue(generation)) {
      long after = generation.count().tryOpen();
      if (after != GenerationCount.REFUSED) {
        if (GenerationState.isSealed(after)) {
          noteSealed(after);
        }
        return generation;
      }
    }
    return openInNew(slot);
  }

  private boolean isDue(Generation generation) {
    return bounds.byClock() && generation.ageNanos() >= mostAgeNanos;
  }

  private Generation openInNew(int slot) {
    blocks.ensureStack();
    if (closed) {
      throw new IllegalStateException("this allocator is closed");
    }
    if (bounds.byClock()) {
      sealOld();
    }
    if (unended.get() != 0) {
      sweep();
    }
    boolean alone = sealedBytes.get() >= mostSealedBytes;
    Generation old = slots.get(slot);
    Generation made =
        new Generation(
            new ArenaMemory(blocks, binds, LEAST_CHUNK_BYTES, mostChunkBytes),
            alone ? 1 : bounds.arenas());
    all.add(made); // perhaps after close() looked: then it gets no memory, which passes the gate
    long after = made.count().tryOpen();
    if (!GenerationState.isSealed(after)
        && (isInUse(old) || !slots.compareAndSet(slot, old, made))) {
      seal(made); // another thread put one there meanwhile: this one is for one arena
    }
    blocks.wakeScavenger();
    return made;
  }

  private static boolean isInUse(@Nullable Generation old) {
    return old != null && !GenerationState.isSealed(old.count().state());
  }

  /** To be called after an arena allocated: seals its generation if that holds its share now. */
  public void allocated(Generation generation) {
    if (generation.memory().heldBytes() >= mostBytesEach) {
      seal(generation);
    }
  }

  /**
   * Closes an arena that had {@code bytes}; it must be closed once. Ends its generation if over.
   */
  public void close(Generation generation, long bytes) {
    boolean large = bytes >= GenerationState.LARGE_BYTES;
    if (large) {
      generation.addLargeBytes(bytes);
    }
    long after = generation.count().close(bytes);
    if (GenerationState.isSealed(after)) {
      sealedBytes.getAndAdd(bytes);
      if (GenerationCount.isOver(after)) {
        end(generation);
      }
    } else if (large) {
      sealedBytes.getAndAdd(bytes);
    }
  }

  private void seal(Generation generation) {
    blocks.ensureStack();
    long after = generation.count().trySeal();
    if (after != GenerationCount.REFUSED) {
      noteSealed(after);
      if (GenerationCount.isOver(after)) {
        end(generation);
      }
    }
  }

  private void noteSealed(long after) {
    sealedBytes.getAndAdd(GenerationState.closedBytes(after));
  }

  /** Ends one that is over, unless another thread is at it, or the JDK refuses. */
  private void end(Generation generation) {
    unended.getAndIncrement(); // before, as the stack may not have room for the rest
    tryClose(generation);
    if (!generation
        .memory()
        .isAlive()) { // by this thread, or an earlier one that found no Java heap
      forget(generation);
      unended.getAndDecrement();
    } else {
      blocks.wakeScavenger();
    }
  }

  /** Null if it was closed now; else nothing changed. */
  private static @Nullable IllegalStateException tryClose(Generation generation) {
    try {
      return generation.memory().tryClose();
    } catch (RuntimeException | Error e) {
      // A clean-up action of the program's: whoever happens to end the generation can't help it.
      OnceLog.warn("an action at the end of a batched arena failed", e);
      return generation.memory().isAlive()
          ? new IllegalStateException("a batched arena could not be closed", e)
          : null;
    }
  }

  private void forget(Generation generation) {
    boolean removed;
    try {
      removed = all.remove(generation);
    } catch (OutOfMemoryError e) { // before it was removed, or after
      if (all.contains(generation)) {
        throw e;
      }
      removed = true;
    }
    if (removed) {
      sealedBytes.getAndAdd(-generation.closedBytes());
    }
  }

  private void sealOld() {
    for (int slot = 0; slot < slots.length(); slot++) {
      Generation generation = slots.get(slot);
      if (generation != null && generation.ageNanos() >= mostAgeNanos) {
        seal(generation);
        slots.compareAndSet(slot, generation, null);
      }
    }
  }

  /** Ends what is over. */
  private void sweep() {
    unended.set(0);
    for (Generation generation : all) {
      if (GenerationCount.isOver(generation.count().state())) {
        end(generation);
      }
    }
  }

  @Override
  public void look() {
    sealOld();
    sweep();
  }

  @Override
  public boolean hasWork() {
    for (int slot = 0; slot < slots.length(); slot++) {
      if (slots.get(slot) != null) {
        return true;
      }
    }
    return unended.get() != 0;
  }

  /** Ends all that have no open arena, whatever their age. */
  public void endIdle() {
    for (int slot = 0; slot < slots.length(); slot++) {
      Generation generation = slots.get(slot);
      if (generation != null) {
        seal(generation);
        slots.compareAndSet(slot, generation, null);
      }
    }
    sweep();
  }

  /**
   * Ends all, those with open arenas too, and opens no more.
   *
   * @throws IllegalStateException if the JDK refuses, as a call of native code has a segment; more
   *     are opened then, and what was ended is ended
   */
  public void close() {
    closed = true;
    boolean done = false;
    try {
      endIdle();
      for (Generation generation : all) {
        seal(generation);
        endOpen(generation);
      }
      done = true;
    } finally {
      closed = done;
    }
  }

  private void endOpen(Generation generation) {
    IllegalStateException refusal = tryClose(generation);
    while (refusal != null && generation.memory().isAlive() && generation.memory().isClosing()) {
      LockSupport.parkNanos(
          CLOSING_NANOS); // another thread has begun to, and waits for the JDK's answer
      refusal = tryClose(generation);
    }
    if (refusal != null && generation.memory().isAlive()) {
      throw refusal;
    }
    forget(generation);
  }

  /**
   * What closed arenas hold whose memory is not freed yet. Each generation is looked at once, so
   * that the parts are no more than the whole, whatever other threads do.
   */
  public HakmemStats.Quarantine quarantine() {
    long bytes = 0;
    long sealedBytes = 0;
    long arenas = 0;
    long sealedArenas = 0;
    int generations = 0;
    for (Generation generation : all) {
      long state = generation.count().state();
      long closedBytes = generation.closedBytes(state);
      bytes += closedBytes;
      arenas += GenerationState.closed(state);
      if (GenerationState.isSealed(state)) {
        sealedBytes += closedBytes;
        sealedArenas += GenerationState.closed(state);
      }
      generations++;
    }
    return new HakmemStats.Quarantine(bytes, sealedBytes, arenas, sealedArenas, generations);
  }

  /**
   * The bytes of {@link #quarantine}, for the price of a look at each slot. For others than its
   * user an estimate.
   */
  public long quarantinedBytes() {
    long bytes = sealedBytes.get();
    for (int slot = 0; slot < slots.length(); slot++) {
      Generation generation = slots.get(slot);
      long state = generation == null ? GenerationState.NEW : generation.count().state();
      if (!GenerationState.isSealed(state)) {
        bytes += GenerationState.closedBytes(state);
      }
    }
    return Math.max(bytes, 0);
  }
}
