package org.hakmem.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Replace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to replace a random one of 5,000 blocks of 8 to 999 bytes, by one thread and by two with
 * 5,000 blocks each (Larson's loop in its steady state). Peer {@code floor} is the harness's own
 * time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xms1g", "-Xmx1g"})
public class ReplaceBenchmark {

  private static final int OPERATIONS = 1_000;
  private static final AtomicLong SEEDS = new AtomicLong(4_141);

  /** The allocator's {@linkplain PeerName#label() label}. */
  @Param({"hakmem", "mimalloc", "tcmalloc", "glibc", "floor"})
  @SuppressWarnings("NullAway.Init") // by JMH
  public String peer;

  @SuppressWarnings("NullAway.Init") // by open()
  private Replace.Loop loop;

  /** Opens the peer and fills this thread's slots. */
  @Setup
  public void open() {
    loop = new Replace.Loop(PeerName.of(peer).open(), SEEDS.getAndIncrement());
  }

  /** Frees this thread's blocks. */
  @TearDown
  public void close() {
    loop.close();
  }

  /**
   * One thread.
   *
   * @return what depends on all that was read
   */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public long replace() {
    return loop.replace(OPERATIONS);
  }

  /**
   * Two threads at once.
   *
   * @return what depends on all that was read
   */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(OPERATIONS)
  public long replace2() {
    return loop.replace(OPERATIONS);
  }
}
