package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.Peers;
import org.junit.jupiter.api.Test;

/** Threads at work, and how their work is counted. */
class CrewTest {

  private final Peer peer = Peers.open(PeerName.FLOOR);

  @Test
  void aSuccessorGoesOnWithTheSameWorker() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Counting worker = new Counting(threads);
    Crew crew = new Crew(peer, List.of(() -> worker), 30);
    crew.start();
    while (crew.operations() < 300) {
      crew.check();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    crew.stop(true);

    assertThat(threads).hasSizeGreaterThanOrEqualTo(10);
    assertThat(crew.operations()).isEqualTo(worker.chunks * 10L);
    assertThat(worker.closed).isTrue();
  }

  @Test
  void nobodyTidiesUpUnlessTold() throws InterruptedException {
    Counting worker = new Counting(ConcurrentHashMap.newKeySet());
    Crew crew = new Crew(peer, List.of(() -> worker), Long.MAX_VALUE);
    crew.start();
    crew.stop(false);

    assertThat(worker.closed).isFalse();
  }

  @Test
  void aWorkerThatCantBeMadeIsTold() {
    Callable<Worker> failing =
        () -> {
          throw new IllegalStateException("seeded");
        };
    Crew crew = new Crew(peer, List.of(failing), Long.MAX_VALUE);

    assertThatThrownBy(crew::start).hasMessageContaining("seeded");
  }

  @Test
  void theRateIsThatOfMostWindows() throws InterruptedException {
    AtomicLong looks = new AtomicLong();
    long start = System.nanoTime();
    // A million a second, but once it stands still for a fifth of the time.
    Stopwatch stopwatch =
        new Stopwatch(
            () -> {
              double seconds = (System.nanoTime() - start) / 1e9;
              looks.incrementAndGet();
              return (long) (1e6 * (seconds < 0.1 ? seconds : Math.max(0.1, seconds - 0.04)));
            },
            () -> {});

    assertThat(stopwatch.perSecond(Trials.of(PeerName.FLOOR, peer, 0.2)))
        .isCloseTo(1e6, within(1e5));
    assertThat(looks.get()).isGreaterThan(20);
  }

  @Test
  void aPeerSlowerThanTheWindowsHasAMean() throws InterruptedException {
    long start = System.nanoTime();
    Stopwatch stopwatch =
        new Stopwatch(() -> (System.nanoTime() - start) / 100_000_000 * 7, () -> {});

    assertThat(stopwatch.perSecond(Trials.of(PeerName.FLOOR, peer, 0.05))).isBetween(20.0, 160.0);
  }

  @Test
  void theQueueOfBatchesIsBoundedAndTheRestIsFreed() {
    try (Xmalloc.Channel channel = new Xmalloc.Channel(Peers.open(PeerName.GLIBC), 1, 64)) {
      assertThat(channel.consume()).isFalse();
      for (int batch = 0; batch < Xmalloc.BATCHES; batch++) {
        assertThat(channel.produce()).isTrue();
      }
      assertThat(channel.produce()).isFalse();
      assertThat(channel.consume()).isTrue();
      assertThat(channel.produce()).isTrue();
    }
  }

  /** Each chunk counts ten. */
  private static final class Counting implements Worker {

    private final Set<Thread> threads;
    private int chunks;
    private volatile boolean closed;

    Counting(Set<Thread> threads) {
      this.threads = threads;
    }

    @Override
    public long work() throws InterruptedException {
      threads.add(Thread.currentThread());
      chunks++;
      TimeUnit.MICROSECONDS.sleep(100);
      return 10;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
