package org.hakmem.proof.soak;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.proof.fuzz.Finding;
import org.hakmem.proof.fuzz.Mixture;
import org.hakmem.proof.fuzz.Subject;
import org.jspecify.annotations.Nullable;

/** Mixes all workloads for a given time and samples memory meanwhile. */
public final class Soak {

  /** Platform threads at a time. */
  public static final int PLATFORM_THREADS = 64;

  private static final int VIRTUAL_THREADS = 32;
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final Function<HakmemConfig, Subject> factory;
  private final Duration duration;
  private final long seed;
  private final Consumer<Sample> listener;
  private volatile boolean stopped;

  /**
   * Creates one.
   *
   * @param factory makes the allocators
   * @param duration after which no more rounds begin
   * @param seed of all random choices
   * @param listener receives each sample, in another thread
   */
  public Soak(
      Function<HakmemConfig, Subject> factory,
      Duration duration,
      long seed,
      Consumer<Sample> listener) {
    this.factory = factory;
    this.duration = duration;
    this.seed = seed;
    this.listener = listener;
  }

  /** Ends the soak with the round that runs. */
  public void stop() {
    stopped = true;
  }

  /** Runs until the time is over, or something is found. */
  public SoakResult run() throws InterruptedException {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    SplittableRandom random = new SplittableRandom(seed);
    long rounds = 0;
    long operations = 0;
    @Nullable String finding = null;
    Mixture mixture = new Mixture(factory, PLATFORM_THREADS, VIRTUAL_THREADS);
    Sampler sampler = new Sampler(mixture::stats, listener);
    try {
      while (!stopped && System.nanoTime() - end < 0) {
        long roundEnd = Math.min(end, System.nanoTime() + ROUND.toNanos());
        operations +=
            mixture.round(random.nextLong(), () -> !stopped && System.nanoTime() - roundEnd < 0);
        rounds++;
      }
    } catch (Finding e) {
      finding = String.join("\n", e.lines());
    } finally {
      sampler.end();
    }
    if (finding == null) { // else threads may still use them
      mixture.close();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Sample> samples = sampler.samples();
    return new SoakResult(
        seed, seconds, rounds, operations, finding, samples, SoakResult.trends(samples));
  }
}
