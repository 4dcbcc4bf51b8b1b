package org.hakmem.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hakmem.bench.peers.PeerName;
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
  private ProducerConsumerLoop loop;

  /** Opens the peer. */
  @Setup
  public void open() {
    loop = new ProducerConsumerLoop(PeerName.of(peer).open(), byteSize);
  }

  /** Frees what is on its way. */
  @TearDown
  public void close() {
    loop.close();
  }

  /** Allocates one batch. */
  @Benchmark
  @Group("producerConsumer")
  @OperationsPerInvocation(ProducerConsumerLoop.BATCH)
  public void produce(Control control) {
    loop.produce(() -> control.stopMeasurement);
  }

  /** Frees one batch. */
  @Benchmark
  @Group("producerConsumer")
  @OperationsPerInvocation(ProducerConsumerLoop.BATCH)
  public void consume(Control control) {
    loop.consume(() -> control.stopMeasurement);
  }
}
