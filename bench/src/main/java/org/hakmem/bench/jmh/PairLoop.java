package org.hakmem.bench.jmh;

import org.hakmem.bench.peers.Peer;

/**
 * Allocates a block and frees it at once.
 *
 * <p>The block is not written, so the time is all the allocator's. One instance serves one thread.
 */
final class PairLoop implements Loop {

  private final Peer peer;
  private final long byteSize;

  /** Never set. Reading it keeps C2 from folding one pair into the next, as JMH's own loop does. */
  private volatile boolean stopped;

  PairLoop(Peer peer, long byteSize) {
    this.peer = peer;
    this.byteSize = byteSize;
  }

  /** Makes one pair. */
  long once() {
    return pair(peer, byteSize);
  }

  @Override
  public void run(int operations) {
    Peer local = peer;
    long size = byteSize;
    for (int i = 0; i < operations && !stopped; i++) {
      pair(local, size);
    }
  }

  private static long pair(Peer peer, long byteSize) {
    long address = peer.malloc(byteSize, 0);
    peer.free(address);
    return address;
  }
}
