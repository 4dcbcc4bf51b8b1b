package org.hakmem.internal.jfr;

import org.hakmem.internal.event.EventSink;

/**
 * Commits flight recorder events. Of an event that no recording asks for it makes no object.
 *
 * <p>An allocation must not fail because of who looks on: if there is no Java heap or no stack for
 * an event, it is left out. The recorder itself takes back what it had written of it by then.
 */
final class JfrSink implements EventSink {

  /** Of each event one that is never committed, to ask whether it is on without making another. */
  private static final RefillEvent REFILL = new RefillEvent(0, 0, "", 0, 0);

  private static final ClaimLostEvent CLAIM_LOST = new ClaimLostEvent(0, 0, 0, 0);
  private static final DrainEvent DRAIN = new DrainEvent(0, 0, 0, 0, 0);
  private static final AdoptEvent ADOPT = new AdoptEvent(0, 0, 0, 0);
  private static final CommitEvent COMMIT = new CommitEvent(0, 0, 0, 0);
  private static final PurgeEvent PURGE = new PurgeEvent(0, 0, 0, 0);
  private static final LimitReachedEvent LIMIT_REACHED = new LimitReachedEvent(0, 0, 0, 0, false);
  private static final LateFreeEvent LATE_FREE = new LateFreeEvent(0, 0, 0);
  private static final AllocationSampleEvent SAMPLE = new AllocationSampleEvent(0, 0, 0);

  JfrSink() {}

  @Override
  public void refill(int allocator, long heap, String source, long slab, int blockBytes) {
    try {
      if (REFILL.isEnabled()) {
        new RefillEvent(allocator, heap, source, slab, blockBytes).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void claimLost(int allocator, long heap, long slab, int blockBytes) {
    try {
      if (CLAIM_LOST.isEnabled()) {
        new ClaimLostEvent(allocator, heap, slab, blockBytes).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void drain(int allocator, long heap, long slab, int blockBytes, int blocks) {
    try {
      if (DRAIN.isEnabled()) {
        new DrainEvent(allocator, heap, slab, blockBytes, blocks).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void adopt(int allocator, long heap, long orphan, long slab) {
    try {
      if (ADOPT.isEnabled()) {
        new AdoptEvent(allocator, heap, orphan, slab).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void commit(int allocator, long address, long bytes, long nanos) {
    try {
      if (COMMIT.isEnabled()) {
        new CommitEvent(allocator, address, bytes, nanos).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void purge(int allocator, long address, long bytes, long nanos) {
    try {
      if (PURGE.isEnabled()) {
        new PurgeEvent(allocator, address, bytes, nanos).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void limitReached(int allocator, long bytes, long committed, long limit, boolean failed) {
    try {
      if (LIMIT_REACHED.isEnabled()) {
        new LimitReachedEvent(allocator, bytes, committed, limit, failed).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void lateFree(int allocator, long address, int count) {
    try {
      if (LATE_FREE.isEnabled()) {
        new LateFreeEvent(allocator, address, count).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }

  @Override
  public void allocationSample(int allocator, long bytes, long weight) {
    try {
      if (SAMPLE.isEnabled()) {
        new AllocationSampleEvent(allocator, bytes, weight).commit();
      }
    } catch (Throwable leftOut) { // for want of Java heap or stack
    }
  }
}
