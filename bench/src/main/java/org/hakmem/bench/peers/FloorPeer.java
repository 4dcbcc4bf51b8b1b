package org.hakmem.bench.peers;

/**
 * No allocator: each block lies in its spot for ever. What a loop takes with this peer is the
 * harness's own time.
 */
final class FloorPeer implements Peer {

  @Override
  public long malloc(long byteSize, long spot) {
    return spot;
  }

  @Override
  public void free(long address) {
    // Nothing was allocated.
  }
}
