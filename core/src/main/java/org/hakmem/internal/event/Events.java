package org.hakmem.internal.event;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An allocator's way to the {@link EventSink}. As long as there is none, which is so until a flight
 * recorder is started in the process, each method is a look at a field.
 *
 * <p>Any thread. The slow paths alone call it, between two steps; the fast paths don't know it.
 */
public final class Events {

  /** A heap's allocations are sampled once in so many bytes, and each block above by itself. */
  public static final long SAMPLE_BYTES = 512 << 10;

  private static final AtomicInteger ALLOCATORS = new AtomicInteger();

  /** Set once. Volatile, so that who sees it sees what was initialised before. */
  private static volatile @Nullable EventSink sink;

  private final int allocator = ALLOCATORS.incrementAndGet();

  /** For one more allocator. */
  public Events() {}

  /** From now on all allocators tell {@code target}. */
  public static void tell(EventSink target) {
    sink = target;
  }

  /** The allocator's number, from 1 on in the order in which allocators were made. */
  public int allocator() {
    return allocator;
  }

  /** When something begins whose time will be told: the time in nanoseconds, or 0 if to nobody. */
  public long begin() {
    return sink == null ? 0 : System.nanoTime();
  }

  /** As {@link EventSink#refill}. */
  public void refill(long heap, String source, long slab, int blockBytes) {
    EventSink target = sink;
    if (target != null) {
      target.refill(allocator, heap, source, slab, blockBytes);
    }
  }

  /** As {@link EventSink#claimLost}. */
  public void claimLost(long heap, long slab, int blockBytes) {
    EventSink target = sink;
    if (target != null) {
      target.claimLost(allocator, heap, slab, blockBytes);
    }
  }

  /** As {@link EventSink#drain}. */
  public void drain(long heap, long slab, int blockBytes, int blocks) {
    EventSink target = sink;
    if (target != null) {
      target.drain(allocator, heap, slab, blockBytes, blocks);
    }
  }

  /** As {@link EventSink#adopt}. */
  public void adopt(long heap, long orphan, long slab) {
    EventSink target = sink;
    if (target != null) {
      target.adopt(allocator, heap, orphan, slab);
    }
  }

  /**
   * As {@link EventSink#commit}.
   *
   * @param begun what {@link #begin} returned
   */
  public void commit(long address, long bytes, long begun) {
    EventSink target = sink;
    if (target != null) {
      target.commit(allocator, address, bytes, since(begun));
    }
  }

  /**
   * As {@link EventSink#purge}.
   *
   * @param begun what {@link #begin} returned
   */
  public void purge(long address, long bytes, long begun) {
    EventSink target = sink;
    if (target != null) {
      target.purge(allocator, address, bytes, since(begun));
    }
  }

  /** 0 if there was no sink yet when it began. */
  private static long since(long begun) {
    return begun == 0 ? 0 : System.nanoTime() - begun;
  }

  /** As {@link EventSink#limitReached}. */
  public void limitReached(long bytes, long committed, long limit, boolean failed) {
    EventSink target = sink;
    if (target != null) {
      target.limitReached(allocator, bytes, committed, limit, failed);
    }
  }

  /** As {@link EventSink#lateFree}. */
  public void lateFree(long address, int count) {
    EventSink target = sink;
    if (target != null) {
      target.lateFree(allocator, address, count);
    }
  }

  /** Whether it is of use to count bytes for {@link #allocationSample}. */
  public boolean areSampled() {
    return sink != null;
  }

  /** As {@link EventSink#allocationSample}. */
  public void allocationSample(long bytes, long weight) {
    EventSink target = sink;
    if (target != null) {
      target.allocationSample(allocator, bytes, weight);
    }
  }
}
