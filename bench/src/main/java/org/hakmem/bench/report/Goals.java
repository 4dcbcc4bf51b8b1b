package org.hakmem.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.bench.peers.PeerName;

/** All the goals there are. */
final class Goals {

  private static final Against NATIVE = new Against.BestNative();
  private static final Against OTHER = new Against.BestOther();
  private static final Against FLOOR = new Against.Peer(PeerName.FLOOR);
  private static final Against MIMALLOC = new Against.Peer(PeerName.MIMALLOC);
  private static final Against TCMALLOC = new Against.Peer(PeerName.TCMALLOC);
  private static final Against GLIBC = new Against.Peer(PeerName.GLIBC);
  private static final Against ITSELF = new Against.Itself();

  /** In the order of the workloads. */
  static final List<Goal> ALL = all();

  private Goals() {}

  private static List<Goal> all() {
    List<Goal> all = new ArrayList<>();
    for (String small : List.of("pair:16", "pair:64", "pair:512")) {
      all.add(atMost(small, Quantity.FIGURE, NATIVE, 0.35));
    }
    all.add(atMost("pair:4k", Quantity.FIGURE, NATIVE, 0.5));
    all.add(atMost("pair:64k", Quantity.FIGURE, NATIVE, 0.5));
    all.add(atMost("pair:1m", Quantity.FIGURE, NATIVE, 1));
    for (String net : List.of("replace", "larson", "alloc-test")) {
      all.add(atMost(net, Quantity.NET_FIGURE, NATIVE, 0.6));
    }
    all.addAll(threads());
    all.add(atLeast("xmalloc", Quantity.FIGURE, NATIVE, 1.5));
    all.add(atMost("xmalloc", Quantity.PEAK, MIMALLOC, 1.1));
    all.add(atMost("mstress", Quantity.FIGURE, OTHER, 1));
    all.add(atMost("cache-scratch", Quantity.FIGURE, FLOOR, 1.05));
    all.add(atMost("cache-thrash", Quantity.FIGURE, FLOOR, 1.05));
    all.add(atLeast("rptest", Quantity.FIGURE, OTHER, 1));
    all.add(atMost("sh8", Quantity.FIGURE, OTHER, 1));
    all.add(atMost("churn", Quantity.FIGURE, OTHER, 1));
    all.add(atMost("burst", Quantity.FIGURE, ITSELF, 4));
    all.add(atMost("replay", Quantity.FIGURE, NATIVE, 1));
    all.add(atMost("replay", Quantity.PEAK, MIMALLOC, 1.1));
    all.add(atMost("cold-start", Quantity.FIGURE, GLIBC, 1.5));
    all.add(atMost("metadata", Quantity.FIGURE, ITSELF, 1));
    all.addAll(earlier());
    return List.copyOf(all);
  }

  /** Many threads on few processors, platform and virtual. */
  private static List<Goal> threads() {
    return List.of(
        // A tenth less throughput is a ninth more time.
        atMost("larson64", Quantity.FIGURE, new Against.OwnIn("larson"), 1 / 0.9),
        atMost("larson64", Quantity.MALLOC_TAIL, NATIVE, 1),
        atMost("larson64", Quantity.FREE_TAIL, NATIVE, 1),
        // Three times as fast.
        atMost("vthreads", Quantity.NET_FIGURE, OTHER, 1.0 / 3));
  }

  /** The first version's, against single peers. */
  private static List<Goal> earlier() {
    return List.of(
        atMost("pair:64", Quantity.FIGURE, MIMALLOC, 0.35),
        atMost("pair:64", Quantity.FIGURE, TCMALLOC, 0.45),
        atMost("replace", Quantity.NET_FIGURE, MIMALLOC, 0.75),
        atMost("replace", Quantity.NET_FIGURE, TCMALLOC, 0.9),
        atMost("replace2", Quantity.NET_FIGURE, MIMALLOC, 0.75),
        atMost("replace2", Quantity.NET_FIGURE, TCMALLOC, 0.9),
        atLeast("producer-consumer", Quantity.FIGURE, MIMALLOC, 1.5),
        atMost("producer-consumer", Quantity.PEAK, MIMALLOC, 1.3));
  }

  private static Goal atMost(String workload, Quantity quantity, Against against, double bound) {
    return new Goal(workload, quantity, against, false, bound);
  }

  private static Goal atLeast(String workload, Quantity quantity, Against against, double bound) {
    return new Goal(workload, quantity, against, true, bound);
  }
}
