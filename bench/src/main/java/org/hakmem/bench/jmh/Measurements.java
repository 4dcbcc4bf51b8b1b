package org.hakmem.bench.jmh;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.hakmem.bench.peers.Peer;

/** How each workload warms up and is timed. */
final class Measurements {

  private static final int SMALL_BLOCK = 64;
  private static final int CHUNK = 10_000;
  private static final long SEED = 4_141;

  /** How much later than its twin a thread may end its warm-up, rather than have failed. */
  private static final long PATIENCE_SECONDS = 30;

  private Measurements() {}

  static Reading pair(Peer peer, double warmupSeconds, double seconds) {
    PairLoop loop = new PairLoop(peer, SMALL_BLOCK);
    Stopwatch.nanosPerOperation(loop, CHUNK, warmupSeconds);
    return new Reading(Stopwatch.nanosPerOperation(loop, CHUNK, seconds), 0);
  }

  static Reading replace(Peer peer, double warmupSeconds, double seconds) {
    try (ReplaceLoop loop = new ReplaceLoop(peer, SEED)) {
      Stopwatch.nanosPerOperation(loop, CHUNK, warmupSeconds);
      return new Reading(Stopwatch.nanosPerOperation(loop, CHUNK, seconds), 0);
    }
  }

  static Reading larson2(Peer peer, double warmupSeconds, double seconds)
      throws InterruptedException, ExecutionException {
    CyclicBarrier together = new CyclicBarrier(2);
    List<Callable<Double>> threads =
        LongStream.of(SEED, SEED + 1)
            .<Callable<Double>>mapToObj(seed ->
                () -> {
                  try (ReplaceLoop loop = new ReplaceLoop(peer, seed)) {
                    Stopwatch.nanosPerOperation(loop, CHUNK, warmupSeconds);
                    together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return Stopwatch.nanosPerOperation(loop, CHUNK, seconds);
                  }
                })
            .toList();
    double sum = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      for (Future<Double> thread : executor.invokeAll(threads)) {
        sum += thread.get();
      }
    }
    return new Reading(sum / 2, 0);
  }

  /** The calling thread consumes, and holds the watch. */
  static Reading producerConsumer(Peer peer, double warmupSeconds, double seconds)
      throws InterruptedException, ExecutionException {
    AtomicBoolean stopped = new AtomicBoolean();
    try (ProducerConsumerLoop loop = new ProducerConsumerLoop(peer, SMALL_BLOCK);
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      long before = ResidentMemory.currentKib();
      Future<?> producer = executor.submit(() -> produceUntil(loop, stopped));
      try {
        Loop consume = operations -> consumeOneBatch(loop, producer);
        Stopwatch.nanosPerOperation(consume, ProducerConsumerLoop.BATCH, warmupSeconds);
        ResidentMemory.resetPeak();
        double nanos = Stopwatch.nanosPerOperation(consume, ProducerConsumerLoop.BATCH, seconds);
        return new Reading(1_000 / nanos, ResidentMemory.peakKib() - before);
      } finally {
        stopped.set(true);
        producer.get();
      }
    }
  }

  private static void produceUntil(ProducerConsumerLoop loop, AtomicBoolean stopped) {
    while (!stopped.get()) {
      loop.produce(stopped::get);
    }
  }

  private static void consumeOneBatch(ProducerConsumerLoop loop, Future<?> producer) {
    if (!loop.consume(producer::isDone)) {
      throw new IllegalStateException("the producer ended early");
    }
  }
}
