package org.hakmem.bench.peers;

import org.hakmem.Hakmem;

/** This project's shared allocator, called as any program calls it. */
final class HakmemPeer extends AddressPeer {

  /** Made when a block is first asked for, after {@link #open} has set its mode. */
  private static final class Shared {
    static final Hakmem HAKMEM = Hakmem.shared();

    private Shared() {}
  }

  private HakmemPeer() {}

  /**
   * Opens the peer.
   *
   * @param safety the mode of the JVM's shared allocator
   */
  static Peer open(String safety) {
    System.setProperty("org.hakmem.safety", safety);
    return new HakmemPeer();
  }

  @Override
  long malloc(long byteSize) {
    return Shared.HAKMEM.malloc(byteSize);
  }

  @Override
  long calloc(long byteSize) {
    return Shared.HAKMEM.calloc(byteSize);
  }

  @Override
  long aligned(long byteSize, long byteAlignment) {
    return Shared.HAKMEM.malloc(byteSize, byteAlignment);
  }

  @Override
  long realloc(long address, long byteSize) {
    return Shared.HAKMEM.realloc(address, byteSize);
  }

  @Override
  void free(long address) {
    Shared.HAKMEM.free(address);
  }
}
