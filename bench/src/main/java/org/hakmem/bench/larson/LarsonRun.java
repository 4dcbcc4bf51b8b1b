package org.hakmem.bench.larson;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;

/**
 * One run of Larson's server simulation.
 *
 * <p>The calling thread allocates every block of every chain, permutes them over all chains and
 * starts the chains' first threads; each of these replaces random blocks and hands its slots to a
 * successor after {@link LarsonParameters#replacementsPerThread()}. When the time is over, or
 * {@link #stop()} was called, or a thread threw something, the chains end, and the calling thread
 * verifies and frees every block, checks that the allocator's figures add up, and calls {@link
 * Hakmem#trim()}.
 *
 * <p>Every block is verified before it is freed. A corruption is counted and the run goes on. The
 * allocator should serve nobody else meanwhile, or the figures are those of all.
 *
 * <p>Threads: {@link #run} once, by one thread; everything else by any thread, at any time.
 */
public final class LarsonRun {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long JOIN_SECONDS = 60;

  /**
   * A purge may be at work while the figures are taken; so often they get another chance to add up.
   */
  private static final int CHECKS = 20;

  private static final long CHECK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final LarsonParameters parameters;
  private final Blocks blocks;
  private final HakmemStats before;
  private final Findings findings = new Findings();
  private final StopSignal stop = new StopSignal();
  private final List<LarsonChain> chains = new ArrayList<>();
  private final Stopwatch stopwatch = new Stopwatch();
  private final LongAccumulator peakResident = new LongAccumulator(Math::max, -1);

  /**
   * Prepares a run.
   *
   * @param parameters what to do
   * @param hakmem the allocator to run on; it is not closed
   */
  public LarsonRun(LarsonParameters parameters, Hakmem hakmem) {
    this(parameters, new HakmemBlocks(hakmem));
  }

  LarsonRun(LarsonParameters parameters, Blocks blocks) {
    this.parameters = parameters;
    this.blocks = blocks;
    before = blocks.stats();
    for (int number = 0; number < parameters.threads(); number++) {
      chains.add(new LarsonChain(number, parameters, blocks, findings, stop));
    }
  }

  /**
   * Runs to the end. What goes wrong in it, in whatever thread, is in the result.
   *
   * @param listener told four times a second how the run stands, by the calling thread
   */
  public LarsonResult run(Consumer<LarsonProgress> listener) {
    guarded(this::fillSlots);
    stopwatch.start();
    guarded(() -> chains.forEach(this::startUnlessStopped));
    guarded(() -> awaitEnd(listener));
    stop.give();
    boolean ended = joinAll();
    stopwatch.stop();
    if (!ended) {
      return resultSoFar();
    }
    List<String> heapErrors = new ArrayList<>();
    guarded(this::sampleResident);
    chains.forEach(LarsonChain::freeAll);
    guarded(() -> heapErrors.addAll(heapErrorsWhenQuiet()));
    guarded(blocks::trim);
    return result(true, heapErrors);
  }

  /** Makes {@link #run} come to its end soon, with a complete result. */
  public void stop() {
    stop.give();
  }

  /** The result if the run ended now; not {@linkplain LarsonResult#complete() complete}. */
  public LarsonResult resultSoFar() {
    return result(false, List.of());
  }

  private void fillSlots() {
    for (LarsonChain chain : chains) {
      for (int slot = 0; slot < parameters.slots() && !stop.given(); slot++) {
        chain.fill(slot);
      }
    }
    if (!stop.given()) {
      permute();
    }
    sampleResident();
  }

  /** Swaps every slot with a random one of a random chain. */
  private void permute() {
    FastRandom random = new FastRandom(parameters.seed());
    for (LarsonChain chain : chains) {
      for (int slot = 0; slot < parameters.slots(); slot++) {
        long choice = random.next();
        LarsonChain other = chains.get(FastRandom.upperBelow(choice, chains.size()));
        int otherSlot = FastRandom.lowerBelow(choice, parameters.slots());
        Slots.swap(chain.slots(), slot, other.slots(), otherSlot);
      }
    }
  }

  private void startUnlessStopped(LarsonChain chain) {
    if (!stop.given()) {
      chain.start();
    }
  }

  private void awaitEnd(Consumer<LarsonProgress> listener) {
    long operations = 0;
    double since = 0;
    while (!stop.given()) {
      double left = parameters.seconds() - stopwatch.seconds();
      if (left <= 0) {
        return;
      }
      stop.await(Math.min(TICK_NANOS, (long) Math.ceil(left * 1e9)));
      double seconds = stopwatch.seconds();
      long operationsNow = operations();
      listener.accept(
          new LarsonProgress(
              seconds,
              operationsNow,
              perSecond(operationsNow - operations, seconds - since),
              sampleResident(),
              findings.corruptionCount()));
      operations = operationsNow;
      since = seconds;
    }
  }

  /** Returns whether every chain has ended; one that hasn't is a failure. */
  private boolean joinAll() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
    boolean ended = true;
    for (LarsonChain chain : chains) {
      Thread last = chain.awaitEnd(deadline);
      if (last != null) {
        ended = false;
        IllegalStateException stuck =
            new IllegalStateException("did not stop within " + JOIN_SECONDS + " s; it is here:");
        stuck.setStackTrace(last.getStackTrace());
        findings.add(new Failure(last.getName(), stuck));
      }
    }
    return ended;
  }

  private List<String> heapErrorsWhenQuiet() {
    List<String> errors = HeapCheck.errors(blocks.stats());
    for (int check = 1; check < CHECKS && !errors.isEmpty(); check++) {
      LockSupport.parkNanos(CHECK_PAUSE_NANOS);
      errors = HeapCheck.errors(blocks.stats());
    }
    return errors;
  }

  private LarsonResult result(boolean complete, List<String> heapErrors) {
    HakmemStats now = blocks.stats();
    double seconds = stopwatch.seconds();
    long operations = operations();
    return new LarsonResult(
        parameters,
        complete,
        seconds,
        operations,
        perSecond(operations, seconds),
        chains.stream().mapToLong(LarsonChain::generations).sum(),
        findings.corruptionCount(),
        findings.corruptions(),
        findings.failures(),
        heapErrors,
        now.liveBlocks() - before.liveBlocks(),
        Differences.of(before.refills(), now.refills()),
        Differences.of(before.protocol(), now.protocol()),
        peakResident.get(),
        now.residentBytes());
  }

  private long operations() {
    return chains.stream().mapToLong(LarsonChain::operations).sum();
  }

  private long sampleResident() {
    long resident = blocks.stats().residentBytes();
    peakResident.accumulate(resident);
    return resident;
  }

  /** Runs a step; what it throws is a failure and stops the run. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error thrown) {
      findings.add(new Failure(Thread.currentThread().getName(), thrown));
      stop.give();
    }
  }

  private static double perSecond(long operations, double seconds) {
    return seconds > 0 ? operations / seconds : 0;
  }
}
