package org.hakmem.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.bench.peers.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work until they are stopped, and how much they have done.
 *
 * <p>A member makes its worker in its own thread, and after so many operations hands it over to a
 * successor and ends. The thread that made the crew takes the time; all methods are for it alone.
 */
final class Crew {

  /** A thread that does not stop in time is a failure. */
  private static final long PATIENCE_SECONDS = 120;

  /** A cache line of longs, twice: no two threads count in the same. */
  private static final int STRIDE = 16;

  private final Peer peer;
  private final long operationsPerThread;
  private final List<Member> members = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLongArray counts;
  private final CountDownLatch ready;
  private final CountDownLatch ended;
  private volatile boolean stopped;
  private volatile boolean tidy;

  /**
   * Prepares a crew.
   *
   * @param workers makes each member's worker
   * @param operationsPerThread after how many operations a successor takes over
   */
  Crew(Peer peer, List<Callable<Worker>> workers, long operationsPerThread) {
    this.peer = peer;
    this.operationsPerThread = operationsPerThread;
    counts = new AtomicLongArray((workers.size() + 1) * STRIDE);
    ready = new CountDownLatch(workers.size());
    ended = new CountDownLatch(workers.size());
    for (Callable<Worker> worker : workers) {
      members.add(new Member(members.size() + 1, worker));
    }
  }

  /** Starts everybody and waits until every worker is made. */
  void start() throws InterruptedException {
    members.forEach(Member::start);
    ready.await();
    check();
  }

  /** How many members there are. */
  int size() {
    return members.size();
  }

  /** Operations done so far, to within a chunk. */
  long operations() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i += STRIDE) {
      sum += counts.getAcquire(i); // pairs with the release in Member.run: the time is near
    }
    return sum;
  }

  /** Throws what a member threw. */
  void check() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a thread of the workload failed: " + thrown, thrown);
    }
  }

  /**
   * Stops everybody and waits.
   *
   * @param tidyUp whether the workers are to free what they hold
   */
  void stop(boolean tidyUp) throws InterruptedException {
    tidy = tidyUp;
    stopped = true;
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a thread of the workload does not stop");
    }
    check();
  }

  private void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    stopped = true;
  }

  private final class Member {

    private final int number;
    private final Callable<Worker> making;
    private @Nullable Worker worker;
    private int generation;

    Member(int number, Callable<Worker> making) {
      this.number = number;
      this.making = making;
    }

    /** Thread.start hands the plain state over. */
    void start() {
      peer.thread("crew-%d.%d".formatted(number, generation++), this::run).start();
    }

    private void run() {
      try {
        Worker mine = worker();
        long operations = 0;
        while (!stopped) {
          long chunk = mine.work();
          operations += chunk;
          counts.setRelease(number * STRIDE, counts.getPlain(number * STRIDE) + chunk);
          if (operations >= operationsPerThread) {
            start();
            return;
          }
        }
        if (tidy) {
          mine.close();
        }
        ended.countDown();
      } catch (Throwable thrown) {
        fail(thrown);
        ready.countDown();
        ended.countDown();
      }
    }

    private Worker worker() throws Exception {
      Worker made = worker;
      if (made == null) {
        made = making.call();
        worker = made;
        ready.countDown();
      }
      return made;
    }
  }
}
