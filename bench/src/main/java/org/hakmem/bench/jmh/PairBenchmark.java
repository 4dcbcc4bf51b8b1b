package org.hakmem.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Pair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one malloc and free.
 *
 * <p>As for all benchmarks here: fork at least once, so that a JVM sees one peer only; {@code -p
 * peer=jemalloc} needs {@code GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096} in the
 * environment.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xms1g", "-Xmx1g"})
public class PairBenchmark {

  /** The allocator's {@linkplain PeerName#label() label}. */
  @Param({"hakmem", "mimalloc", "tcmalloc", "glibc"})
  @SuppressWarnings("NullAway.Init") // by JMH
  public String peer;

  /** The block's size in bytes. */
  @Param("64")
  public long byteSize;

  @SuppressWarnings("NullAway.Init") // by open()
  private Pair.Loop loop;

  /** Opens the peer. */
  @Setup
  public void open() {
    loop = new Pair.Loop(PeerName.of(peer).open(), byteSize);
  }

  /**
   * One pair.
   *
   * @return something that depends on the block
   */
  @Benchmark
  public long pair() {
    return loop.once();
  }
}
