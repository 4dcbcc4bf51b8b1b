package org.hakmem.bench.peers;

import org.hakmem.Hakmem;

/** This project's shared allocator, called as any program calls it. */
final class HakmemPeer extends AddressPeer {

  private static final Hakmem HAKMEM = Hakmem.shared();

  private HakmemPeer() {}

  static Peer open() {
    return new HakmemPeer();
  }

  @Override
  long malloc(long byteSize) {
    return HAKMEM.malloc(byteSize);
  }

  @Override
  long calloc(long byteSize) {
    return HAKMEM.calloc(byteSize);
  }

  @Override
  long aligned(long byteSize, long byteAlignment) {
    return HAKMEM.malloc(byteSize, byteAlignment);
  }

  @Override
  long realloc(long address, long byteSize) {
    return HAKMEM.realloc(address, byteSize);
  }

  @Override
  void free(long address) {
    HAKMEM.free(address);
  }
}
