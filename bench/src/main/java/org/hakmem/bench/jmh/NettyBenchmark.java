package org.hakmem.bench.jmh;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hakmem.netty.HakmemByteBufAllocator;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to allocate and release a direct buffer of Netty: by a thread, on an event loop, and on
 * one event loop for another. Netty is as programs have it: its checks and its leak detector are
 * on.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-Xms1g",
      "-Xmx1g"
    })
public class NettyBenchmark {

  /** Pairs to a task of an event loop: the hand-over is small beside them. */
  private static final int PAIRS = 50_000;

  /** Buffers handed from one event loop to another at once. */
  private static final int BATCH = 500;

  private static final int BATCHES = 100;

  /** Batches under way between the event loops at most. */
  private static final int QUEUED = 8;

  /** Which allocator; none is what the benchmark takes without one, the floor under the others. */
  @Param({"hakmem", "adaptive", "pooled", "none"})
  @SuppressWarnings("NullAway.Init") // by JMH
  public String allocator;

  /** The buffers' capacity in bytes. */
  @Param("256")
  public int byteSize;

  private final EventLoop first = new DefaultEventLoop();
  private final EventLoop second = new DefaultEventLoop();
  private final BlockingQueue<ByteBuf[]> full = new ArrayBlockingQueue<>(QUEUED);
  private final BlockingQueue<ByteBuf[]> empty = new ArrayBlockingQueue<>(QUEUED);

  @SuppressWarnings("NullAway.Init") // by open()
  private ByteBufAllocator buffers;

  /** Picks the allocator. */
  @Setup
  public void open() {
    buffers =
        switch (allocator) {
          case "hakmem" -> HakmemByteBufAllocator.DEFAULT;
          case "adaptive" -> new AdaptiveByteBufAllocator(true);
          case "pooled" -> PooledByteBufAllocator.DEFAULT;
          case "none" -> new SameBuffers(QUEUED * BATCH);
          default -> throw new IllegalArgumentException("no allocator '" + allocator + "'");
        };
    for (int i = 0; i < QUEUED; i++) {
      empty.add(new ByteBuf[BATCH]);
    }
  }

  /** Ends the event loops. */
  @TearDown
  public void close() {
    first.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    second.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /**
   * By a thread that is no event loop.
   *
   * @return what {@code release()} returned
   */
  @Benchmark
  public boolean pair() {
    return buffers.directBuffer(byteSize).release();
  }

  /**
   * On an event loop.
   *
   * @return how many were released
   */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public int pairOnEventLoop() throws ExecutionException, InterruptedException {
    return first.submit(this::pairs).get();
  }

  private int pairs() {
    int released = 0;
    for (int i = 0; i < PAIRS; i++) {
      if (buffers.directBuffer(byteSize).release()) {
        released++;
      }
    }
    return released;
  }

  /**
   * On one event loop for another.
   *
   * @return how many were released
   */
  @Benchmark
  @OperationsPerInvocation(BATCH * BATCHES)
  public int pairAcrossEventLoops() throws ExecutionException, InterruptedException {
    Future<Integer> released = second.submit(this::release);
    first.submit(this::allocate).get();
    return released.get();
  }

  private int allocate() throws InterruptedException {
    for (int batch = 0; batch < BATCHES; batch++) {
      ByteBuf[] made = empty.take();
      for (int i = 0; i < BATCH; i++) {
        made[i] = buffers.directBuffer(byteSize);
      }
      full.put(made);
    }
    return BATCHES;
  }

  private int release() throws InterruptedException {
    int released = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      ByteBuf[] made = full.take();
      for (ByteBuf each : made) {
        if (each.release()) {
          released++;
        }
      }
      empty.put(made);
    }
    return released;
  }
}
