package org.hakmem.bench.jmh;

import java.util.List;
import org.hakmem.bench.jmh.SpeedResults.Quantity;
import org.hakmem.bench.peers.PeerName;

/**
 * A ratio to reach: hakmem's figure as a multiple of a peer's.
 *
 * @param workload of which workload
 * @param quantity what is compared
 * @param peer with whom
 * @param atLeast whether the bound is the least wanted, else it is the most allowed
 * @param bound the ratio
 */
record Goal(Workload workload, Quantity quantity, PeerName peer, boolean atLeast, double bound) {

  /** All there are. */
  static final List<Goal> ALL =
      List.of(
          atMost(Workload.PAIR, Quantity.VALUE, PeerName.MIMALLOC, 0.35),
          atMost(Workload.PAIR, Quantity.VALUE, PeerName.TCMALLOC, 0.45),
          atMost(Workload.REPLACE, Quantity.VALUE, PeerName.MIMALLOC, 0.75),
          atMost(Workload.REPLACE, Quantity.VALUE, PeerName.TCMALLOC, 0.9),
          atMost(Workload.LARSON2, Quantity.VALUE, PeerName.MIMALLOC, 0.75),
          atMost(Workload.LARSON2, Quantity.VALUE, PeerName.TCMALLOC, 0.9),
          new Goal(Workload.PRODUCER_CONSUMER, Quantity.VALUE, PeerName.MIMALLOC, true, 1.5),
          atMost(Workload.PRODUCER_CONSUMER, Quantity.RESIDENT, PeerName.MIMALLOC, 1.3));

  private static Goal atMost(Workload workload, Quantity quantity, PeerName peer, double bound) {
    return new Goal(workload, quantity, peer, false, bound);
  }

  /** Whether a ratio is good enough. */
  boolean isReachedBy(double ratio) {
    return atLeast ? ratio >= bound : ratio <= bound;
  }

  /** What is compared, in words. */
  String title() {
    String what =
        quantity == Quantity.RESIDENT
            ? "resident memory, net of floor"
            : workload.netOfFloor() ? "time, net of floor" : atLeast ? "frees/s" : "time";
    return "%s: %s ÷ %s's".formatted(workload.label(), what, peer.label());
  }

  /** The bound, in words. */
  String wanted() {
    return "%s %s".formatted(atLeast ? "≥" : "≤", bound);
  }
}
