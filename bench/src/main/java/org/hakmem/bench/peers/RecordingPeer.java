package org.hakmem.bench.peers;

import java.util.ArrayList;
import java.util.List;

/** Another peer, every call of whose slots is timed. */
public final class RecordingPeer extends Peer {

  private final Peer peer;

  /** One for each table of slots, as only one thread at a time writes into it. */
  private final List<Latencies> all = new ArrayList<>();

  /**
   * Wraps a peer.
   *
   * @param peer whose calls are to be timed
   */
  public RecordingPeer(Peer peer) {
    this.peer = peer;
  }

  @Override
  public Slots slots(int count, long typicalBytes, long largestBytes) {
    Latencies latencies = new Latencies();
    synchronized (all) {
      all.add(latencies);
    }
    return new RecordingSlots(peer.slots(count, typicalBytes, largestBytes), latencies);
  }

  @Override
  public long pair(long byteSize) {
    return peer.pair(byteSize);
  }

  @Override
  public Thread thread(String name, Runnable task) {
    return peer.thread(name, task);
  }

  @Override
  public boolean keepsContents() {
    return peer.keepsContents();
  }

  @Override
  public boolean timesCalls() {
    return true;
  }

  /** This, for callers whose verifier is not to load this class if it isn't used. */
  public Peer asPeer() {
    return this;
  }

  /** From now on calls are recorded; those before were warm-up. */
  public void start() {
    synchronized (all) {
      all.forEach(Latencies::start);
    }
  }

  /**
   * What was recorded by all threads. Each finishes the call that it is in; what they record
   * meanwhile may be missed.
   */
  public Latencies sum() {
    Latencies sum = new Latencies();
    synchronized (all) {
      all.forEach(sum::add);
    }
    return sum;
  }
}
