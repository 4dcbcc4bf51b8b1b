package org.hakmem.bench.peers;

import org.hakmem.Hakmem;

/** This project's shared allocator, called as any program calls it. */
final class HakmemPeer implements Peer {

  private static final Hakmem HAKMEM = Hakmem.shared();

  @Override
  public long malloc(long byteSize, long spot) {
    return HAKMEM.malloc(byteSize);
  }

  @Override
  public void free(long address) {
    HAKMEM.free(address);
  }
}
