package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast paths allocate nothing on the Java heap: seen without a clock, so that a regression
 * shows on any machine. Slow paths may, a little, as they make slabs.
 */
class AllocationRateTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int WARMUP_CHUNKS = 200;
  private static final int CHUNKS = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64, 512, 4_096, 65_536})
  void aPairAllocatesNothing(int byteSize) throws InterruptedException {
    Peer hakmem = Peers.open(PeerName.HAKMEM);
    assertNothingIsAllocated(new Pair.Loop(hakmem, byteSize));
  }

  @Test
  void replacingAllocatesNextToNothing() throws InterruptedException {
    Replace.Loop loop = new Replace.Loop(Peers.open(PeerName.HAKMEM), 1);
    assertThat(bytesPerOperation(loop)).isLessThan(1);
    loop.close();
  }

  @Test
  void aLoopThatAllocatesIsFound() {
    assertThatThrownBy(() -> assertNothingIsAllocated(new Allocating(1_024)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void oneObjectInAThousandOperationsIsFound() {
    assertThatThrownBy(() -> assertNothingIsAllocated(new Allocating(1)))
        .isInstanceOf(AssertionError.class);
  }

  /** Pairs that leave objects on the Java heap now and then. */
  private static final class Allocating implements Worker {

    private final Peer hakmem = Peers.open(PeerName.HAKMEM);
    private final int objectsInAChunk;
    private volatile Object kept = "";

    Allocating(int objectsInAChunk) {
      this.objectsInAChunk = objectsInAChunk;
    }

    @Override
    public long work() {
      for (int i = 0; i < 1_024; i++) {
        hakmem.pair(64);
        if (i < objectsInAChunk) {
          kept = new Object();
        }
      }
      return 1_024;
    }

    @Override
    public void close() {
      kept = "";
    }
  }

  private static void assertNothingIsAllocated(Worker worker) throws InterruptedException {
    // What is allowed is what the measuring takes: less than a byte in a hundred operations.
    assertThat(bytesPerOperation(worker)).isLessThan(0.01);
  }

  private static double bytesPerOperation(Worker worker) throws InterruptedException {
    for (int chunk = 0; chunk < WARMUP_CHUNKS; chunk++) {
      worker.work();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long operations = 0;
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      operations += worker.work();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) operations;
  }
}
