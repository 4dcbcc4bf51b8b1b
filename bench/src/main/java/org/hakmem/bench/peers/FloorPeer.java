package org.hakmem.bench.peers;

/**
 * No allocator: each slot's block lies in its spot for ever. What a workload takes with this peer
 * is its own time, with the cache misses that any allocator's blocks would have too.
 */
final class FloorPeer extends Peer {

  private FloorPeer() {}

  static Peer open() {
    return new FloorPeer();
  }

  @Override
  public Slots slots(int count, long typicalBytes, long largestBytes) {
    return new FloorSlots(count, typicalBytes, largestBytes);
  }

  @Override
  public long pair(long byteSize) {
    return byteSize;
  }

  @Override
  public boolean keepsContents() {
    return false;
  }
}
