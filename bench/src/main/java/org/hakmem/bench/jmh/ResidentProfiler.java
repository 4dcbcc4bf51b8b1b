package org.hakmem.bench.jmh;

import java.util.Collection;
import java.util.List;
import org.hakmem.bench.machine.ResidentMemory;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds a result to each benchmark: by how much the process's resident memory, at its peak in an
 * iteration, exceeds what it was before the benchmark began.
 *
 * <p>{@code -prof org.hakmem.bench.jmh.ResidentProfiler} switches it on.
 */
public final class ResidentProfiler implements InternalProfiler {

  private final long startKib = ResidentMemory.currentKib();

  /** Made by JMH, in the JVM that runs the benchmark. */
  public ResidentProfiler() {}

  @Override
  public String getDescription() {
    return "peak of resident memory, over what it was at the start";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    ResidentMemory.resetPeak();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double grownKib = ResidentMemory.peakKib() - startKib;
    return List.of(new ScalarResult("resident", grownKib, "KiB", AggregationPolicy.MAX));
  }
}
