package org.hakmem.bench.run;

import org.hakmem.bench.machine.CHeap;
import org.hakmem.bench.machine.ResidentMemory;
import org.hakmem.bench.peers.Latencies;
import org.hakmem.bench.peers.MissingPeerException;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.RecordingPeer;
import org.hakmem.bench.workload.Idle;
import org.hakmem.bench.workload.Trial;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.jspecify.annotations.Nullable;

/** The main class of the child JVMs: measures once, prints how it goes on, and ends. */
public final class ChildMain {

  /** The line that says that the warm-up is over. */
  static final String WARM = "warm";

  /** The line that says that the measurement is over. */
  static final String DONE = "done";

  /** Begins the line that says why the peer can't be opened. */
  static final String MISSING = "missing ";

  /** What makes the child time single calls. */
  static final String LATENCY = "latency";

  private ChildMain() {}

  /**
   * Measures.
   *
   * @param args the workload's label or {@code replay:FILE}, the peer's label, warm-up in seconds,
   *     seconds, and {@value #LATENCY} or something else
   * @throws Exception whatever goes wrong
   */
  public static void main(String[] args) throws Exception {
    PeerName peer = PeerName.of(args[1]);
    double warmupSeconds = Double.parseDouble(args[2]);
    double seconds = Double.parseDouble(args[3]);
    Opening opening = new Opening(peer, args[4].equals(LATENCY));
    Watch watch = new Watch(opening);
    try {
      double figure =
          workload(args[0])
              .body()
              .measure(new Trial(peer, opening::open, warmupSeconds, seconds, false, watch));
      say(watch.reading(figure).toLine());
    } catch (MissingPeerException e) {
      say(MISSING + e.line());
    }
    // Not exit: whatever still runs or is allocated is of no interest.
    Runtime.getRuntime().halt(0);
  }

  private static Workload workload(String name) {
    Workload idle = Idle.workload();
    return name.equals(idle.label()) ? idle : Workloads.named(name).getFirst();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Opens the peer, and keeps the one that times calls. */
  private static final class Opening {

    private final PeerName name;
    private final boolean latency;
    private @Nullable RecordingPeer recording;

    Opening(PeerName name, boolean latency) {
      this.name = name;
      this.latency = latency;
    }

    Peer open() {
      Peer peer = name.open();
      if (!latency) {
        return peer;
      }
      RecordingPeer timed = new RecordingPeer(peer);
      recording = timed;
      return timed.asPeer();
    }
  }

  /** Takes memory and times when the workload says so. */
  private static final class Watch implements Trial.Probe {

    private final Opening opening;
    private long baseKib;
    private long peakKib;
    private long endKib;
    private String mallocs = "";
    private String frees = "";

    Watch(Opening opening) {
      this.opening = opening;
    }

    @Override
    public void loaded() {
      trimCHeap();
      baseKib = ResidentMemory.currentKib();
    }

    @Override
    public void warm() {
      say(WARM);
      trimCHeap();
      ResidentMemory.resetPeak();
      if (opening.recording != null) {
        opening.recording.start();
      }
    }

    /** So that what the JVM's compilers left free is not taken for the peer's. */
    private void trimCHeap() {
      if (!opening.name.isCHeap()) {
        CHeap.trim();
      }
    }

    @Override
    public void done() {
      endKib = ResidentMemory.currentKib();
      peakKib = ResidentMemory.peakKib();
      if (opening.recording != null) {
        Latencies latencies = opening.recording.sum();
        mallocs = Histograms.toText(latencies.takeMallocs());
        frees = Histograms.toText(latencies.takeFrees());
      }
      say(DONE);
    }

    Reading reading(double figure) {
      return new Reading(figure, baseKib, peakKib, endKib, mallocs, frees);
    }
  }
}
