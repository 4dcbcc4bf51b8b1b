package org.hakmem.proof.soak;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hakmem.HakmemStats;
import org.hakmem.bench.machine.ResidentMemory;

/** Takes a sample each second, in a thread of its own. */
final class Sampler {

  private static final long PERIOD_MILLIS = 1_000;
  private static final int SAMPLES_PER_COLLECTION = 10;
  private static final long KIB = 1_024;

  private final Supplier<List<HakmemStats>> stats;
  private final Consumer<Sample> listener;
  private final List<Sample> samples = new ArrayList<>();
  private final long start = System.nanoTime();
  private final Thread thread = new Thread(this::run, "soak-sampler");

  /**
   * Starts sampling.
   *
   * @param stats asks the allocators that last
   * @param listener receives each sample, in the sampler's thread
   */
  Sampler(Supplier<List<HakmemStats>> stats, Consumer<Sample> listener) {
    this.stats = stats;
    this.listener = listener;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int i = 1; ; i++) {
        Thread.sleep(PERIOD_MILLIS); // samples are a fit over time
        Sample sample = take(i % SAMPLES_PER_COLLECTION == 0);
        synchronized (samples) {
          samples.add(sample);
        }
        listener.accept(sample);
      }
    } catch (InterruptedException e) {
      // The soak is over.
    }
  }

  private Sample take(boolean collect) {
    List<HakmemStats> all = stats.get();
    return new Sample(
        (System.nanoTime() - start) / 1e9,
        ResidentMemory.currentKib() * KIB,
        all.stream().mapToLong(HakmemStats::liveBytes).sum(),
        all.stream().mapToLong(HakmemStats::cachedBytes).sum(),
        all.stream().mapToLong(HakmemStats::committedBytes).sum(),
        all.stream().mapToLong(HakmemStats::residentBytes).sum(),
        collect ? heapAfterCollection() : -1);
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Returns the samples so far. */
  List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  /** Ends sampling; no call of the allocators comes after it. */
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
