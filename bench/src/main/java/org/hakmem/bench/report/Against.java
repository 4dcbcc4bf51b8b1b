package org.hakmem.bench.report;

import org.hakmem.bench.peers.PeerName;

/** What hakmem's number is held against. */
sealed interface Against {

  /** A certain peer's. */
  record Peer(PeerName name) implements Against {}

  /** That of the best C allocator. */
  record BestNative() implements Against {}

  /** That of the best peer of all. */
  record BestOther() implements Against {}

  /** Nobody's: the number itself is judged. */
  record Itself() implements Against {}

  /** Hakmem's own in another workload. */
  record OwnIn(String workload) implements Against {}
}
