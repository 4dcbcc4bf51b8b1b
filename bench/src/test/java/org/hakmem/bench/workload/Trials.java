package org.hakmem.bench.workload;

import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.Peers;

/** Short trials. */
final class Trials {

  private Trials() {}

  static Trial of(PeerName name, double seconds) {
    return of(name, Peers.open(name), seconds);
  }

  static Trial of(PeerName name, Peer peer, double seconds) {
    // To close a hundred thousand shared arenas would take seconds.
    boolean tidy = name != PeerName.ARENA_SHARED;
    return new Trial(name, () -> peer, seconds / 4, seconds, tidy, new Phases());
  }

  /** Checks that the phases come in order. */
  private static final class Phases implements Trial.Probe {

    private boolean warm;

    @Override
    public void warm() {
      if (warm) {
        throw new IllegalStateException("warm twice");
      }
      warm = true;
    }

    @Override
    public void done() {
      if (!warm) {
        throw new IllegalStateException("done before it was warm");
      }
    }
  }
}
