package org.hakmem.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Xmalloc;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * Blocks that one thread allocates and another frees. The throughput of {@code consume} is the
 * number of frees; {@link ResidentProfiler} adds the memory it took.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xms1g", "-Xmx1g"})
public class ProducerConsumerBenchmark {

  /** The allocator's {@linkplain PeerName#label() label}. */
  @Param({"hakmem", "mimalloc", "tcmalloc", "glibc", "floor"})
  @SuppressWarnings("NullAway.Init") // by JMH
  public String peer;

  /** The blocks' size in bytes. */
  @Param("64")
  public long byteSize;

  @SuppressWarnings("NullAway.Init") // by open()
  private Xmalloc.Channel channel;

  /** Opens the peer. */
  @Setup
  public void open() {
    channel = new Xmalloc.Channel(PeerName.of(peer).open(), 1, byteSize);
  }

  /** Frees what is on its way. */
  @TearDown
  public void close() {
    channel.close();
  }

  /** Allocates one batch. */
  @Benchmark
  @Group("producerConsumer")
  @OperationsPerInvocation(Xmalloc.BATCH)
  public void produce(Control control) {
    while (!channel.produce() && !control.stopMeasurement) {
      Thread.onSpinWait();
    }
  }

  /** Frees one batch. */
  @Benchmark
  @Group("producerConsumer")
  @OperationsPerInvocation(Xmalloc.BATCH)
  public void consume(Control control) {
    while (!channel.consume() && !control.stopMeasurement) {
      Thread.onSpinWait();
    }
  }
}
