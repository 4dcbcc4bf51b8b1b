package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.Safety;
import org.hakmem.proof.fuzz.ConcurrentRun.Shape;

/**
 * What soaking runs: rounds of programs in many threads. One allocator for each safety mode lasts
 * for all rounds; others, with random settings, are made and closed in each.
 */
public final class Mixture implements AutoCloseable {

  private static final int PASSING_INSTANCES = 2;
  private static final long MAX_BYTES = 256 << 20;

  private final Function<HakmemConfig, Subject> factory;
  private final Shape shape;
  private final List<Instance> lasting = new ArrayList<>();

  /**
   * Creates the allocators that last.
   *
   * @param factory makes allocators
   */
  public Mixture(Function<HakmemConfig, Subject> factory, int platformThreads, int virtualThreads) {
    this.factory = factory;
    this.shape = new Shape(platformThreads, virtualThreads, PASSING_INSTANCES, MAX_BYTES);
    for (Safety safety : Safety.values()) {
      HakmemConfig config = HakmemConfig.builder().safety(safety).build();
      lasting.add(new Instance(factory.apply(config), config));
    }
  }

  /**
   * Runs a round: each thread one program, and more as long as {@code goOn} says so.
   *
   * @return the number of calls made
   * @throws Finding at the first difference from the documentation
   */
  public long round(long seed, BooleanSupplier goOn) {
    FuzzSettings settings = new FuzzSettings(factory, null);
    return new ConcurrentRun(settings, shape, lasting).run(seed, goOn);
  }

  /** Returns the statistics of the allocators that last. */
  public List<HakmemStats> stats() {
    return lasting.stream().map(instance -> instance.subject().stats()).toList();
  }

  @Override
  public void close() {
    lasting.forEach(instance -> instance.subject().close());
  }
}
