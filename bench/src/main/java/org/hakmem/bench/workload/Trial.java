package org.hakmem.bench.workload;

import java.util.function.Supplier;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;

/**
 * One measurement of a workload with a peer.
 *
 * @param peer which peer
 * @param opening opens it, once
 * @param warmupSeconds how long to warm up
 * @param seconds how long to measure
 * @param tidy whether to free everything at the end; of no use in a JVM that ends then
 * @param probe to be told of the phases
 */
public record Trial(
    PeerName peer,
    Supplier<Peer> opening,
    double warmupSeconds,
    double seconds,
    boolean tidy,
    Probe probe) {

  /** Told how a measurement goes on. */
  public interface Probe {

    /**
     * The workload's own data are there, which an idle JVM does not have; the peer is not in use
     * yet. Only workloads with much of it say so.
     */
    default void loaded() {}

    /** The warm-up is over. */
    void warm();

    /** The measurement is over; nothing has been cleared up. */
    void done();
  }

  /** Threads that run at once without sharing a processor. */
  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Opens the peer; called once. */
  public Peer open() {
    return opening.get();
  }

  /**
   * How much of a workload of fixed size to do: all of it, unless less than a second is to be
   * measured; then in proportion, as in tests.
   */
  public double scale() {
    return Math.min(1, seconds);
  }
}
