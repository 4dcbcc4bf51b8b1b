package org.hakmem.bench.jmh;

import java.util.concurrent.ExecutionException;
import org.hakmem.bench.peers.MissingPeerException;
import org.hakmem.bench.peers.PeerName;

/** The main class of the speed table's child JVMs: measures once and prints one line. */
public final class SpeedChild {

  /** Begins the line that says why the peer can't be opened. */
  static final String MISSING = "missing ";

  private SpeedChild() {}

  /**
   * Measures.
   *
   * @param args workload, peer, warm-up in seconds, seconds
   * @throws InterruptedException never
   * @throws ExecutionException if a thread of the workload fails
   */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    Workload workload = Workload.of(args[0]);
    PeerName peer = PeerName.of(args[1]);
    double warmupSeconds = Double.parseDouble(args[2]);
    double seconds = Double.parseDouble(args[3]);
    try {
      System.out.println(workload.measure(peer.open(), warmupSeconds, seconds).toLine());
    } catch (MissingPeerException e) {
      System.out.println(MISSING + e.line());
    }
  }
}
