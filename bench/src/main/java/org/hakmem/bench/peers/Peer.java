package org.hakmem.bench.peers;

/**
 * An allocator under measurement.
 *
 * <p>A benchmark loop copies its peer into a local variable before it starts. Each measured JVM
 * opens one peer only, so C2 sees one implementation and inlines it.
 */
public sealed interface Peer
    permits FloorPeer, GlibcPeer, HakmemPeer, JemallocPeer, MimallocPeer, TcmallocPeer {

  /**
   * Allocates a block.
   *
   * @param byteSize its size in bytes, at least 1
   * @param spot where the block would lie if there were no allocator: {@link FloorPeer} returns it,
   *     all others ignore it
   * @return the block's address
   */
  long malloc(long byteSize, long spot);

  /**
   * Frees a block, on any thread.
   *
   * @param address what {@link #malloc} returned
   */
  void free(long address);
}
