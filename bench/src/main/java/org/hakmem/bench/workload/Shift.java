package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.bench.peers.Peer;

/** Runs a crew through a trial: the shape of all workloads that go on for a time. */
final class Shift {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Peer peer;
  private final Trial trial;

  Shift(Peer peer, Trial trial) {
    this.peer = peer;
    this.trial = trial;
  }

  /** As {@link #nanosPerOperation(List, long)}, by threads that do not end. */
  double nanosPerOperation(int threads, Callable<Worker> worker) throws InterruptedException {
    return nanosPerOperation(Collections.nCopies(threads, worker), Long.MAX_VALUE);
  }

  /**
   * How long an operation takes a thread that has a processor to itself: with more threads than
   * processors, their waiting for one another is left out.
   *
   * @param operationsPerThread after how many operations a thread ends and a successor starts
   */
  double nanosPerOperation(List<Callable<Worker>> workers, long operationsPerThread)
      throws InterruptedException {
    int parallel = Math.min(workers.size(), Trial.processors());
    return NANOS_PER_SECOND * parallel / perSecond(workers, operationsPerThread);
  }

  /** Operations a second, of all threads together. */
  double perSecond(List<Callable<Worker>> workers, long operationsPerThread)
      throws InterruptedException {
    Crew crew = new Crew(peer, new ArrayList<>(workers), operationsPerThread);
    crew.start();
    boolean done = false;
    try {
      double rate = new Stopwatch(crew::operations, crew::check).perSecond(trial);
      done = true;
      return rate;
    } finally {
      crew.stop(done && trial.tidy());
    }
  }
}
