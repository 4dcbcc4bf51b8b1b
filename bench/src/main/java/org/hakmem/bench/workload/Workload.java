package org.hakmem.bench.workload;

import java.util.Set;
import org.hakmem.bench.peers.PeerName;

/**
 * One row of the comparison.
 *
 * @param label its name in options and tables: the kind, and after a colon which of the kind
 * @param description what it does, in one line
 * @param unit what its figure counts
 * @param traits what else is to be known
 * @param body does it
 */
public record Workload(String label, String description, Unit unit, Set<Trait> traits, Body body) {

  /** Copies the set. */
  public Workload {
    traits = Set.copyOf(traits);
  }

  /** What a workload does. */
  @FunctionalInterface
  public interface Body {

    /**
     * Warms up, measures, and clears up if wanted.
     *
     * @return the figure, in the workload's unit
     * @throws Exception whatever goes wrong
     */
    double measure(Trial trial) throws Exception;
  }

  /** The label's part before the colon. */
  public String kind() {
    int colon = label.indexOf(':');
    return colon < 0 ? label : label.substring(0, colon);
  }

  /** Whether it has a trait. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** Whether a peer can do it. */
  public boolean suits(PeerName peer) {
    if (has(Trait.HAKMEM_ONLY)) {
      return peer == PeerName.HAKMEM;
    }
    if (has(Trait.COLD)) {
      return peer == PeerName.HAKMEM || peer == PeerName.GLIBC;
    }
    return (peer != PeerName.FLOOR || !has(Trait.NO_FLOOR))
        && (peer.freesAcrossThreads() || !has(Trait.CROSSES_THREADS))
        && (peer.servesVirtualThreads() || !has(Trait.VIRTUAL_THREADS));
  }
}
