package org.hakmem.bench.workload;

import org.hakmem.bench.peers.Slots;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of batches. Its lock is taken once for thousands of blocks; nobody waits in it
 * for longer than another's few instructions, and nothing is allocated.
 */
final class BatchQueue {

  private final @Nullable Slots[] ring;
  private int first;
  private int size;

  BatchQueue(int capacity) {
    ring = new Slots[capacity];
  }

  /** How many there are at this moment. */
  synchronized int size() {
    return size;
  }

  /** Adds a batch; there must be room. */
  synchronized void add(Slots batch) {
    if (size == ring.length) {
      throw new IllegalStateException("more batches than there are");
    }
    ring[(first + size) % ring.length] = batch;
    size++;
  }

  /** Takes the oldest batch, or null if there is none. */
  synchronized @Nullable Slots poll() {
    if (size == 0) {
      return null;
    }
    Slots batch = ring[first];
    ring[first] = null;
    first = (first + 1) % ring.length;
    size--;
    return batch;
  }
}
