package org.hakmem.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs exhibits one after the other. */
public final class LabRun {

  /** Is told how a run goes, by the thread that runs it. */
  public interface Listener {

    /** An exhibit is about to run. */
    void started(Exhibit exhibit, int number, int total);

    /** It ended. */
    void ended(Result result);
  }

  private final Listener listener;
  private volatile boolean stopped;

  /** Makes a run that reports to this listener. */
  public LabRun(Listener listener) {
    this.listener = listener;
  }

  /** Runs these exhibits, unless {@linkplain #stop stopped}, and returns their results. */
  public List<Result> run(List<? extends Exhibit> exhibits, Effort effort) {
    return run(exhibits, effort, () -> false);
  }

  /** The same, but no further exhibit is begun once {@code timeIsOver}. */
  public List<Result> run(
      List<? extends Exhibit> exhibits, Effort effort, BooleanSupplier timeIsOver) {
    List<Result> results = new ArrayList<>();
    for (Exhibit exhibit : exhibits) {
      if (stopped || timeIsOver.getAsBoolean()) {
        break;
      }
      listener.started(exhibit, results.size() + 1, exhibits.size());
      Result result = run(exhibit, effort);
      results.add(result);
      listener.ended(result);
    }
    return results;
  }

  /** No further exhibit is begun. Any thread may call it. */
  public void stop() {
    stopped = true;
  }

  /** Whether it was stopped. */
  public boolean isStopped() {
    return stopped;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever an exhibit throws is its result
  private static Result run(Exhibit exhibit, Effort effort) {
    long start = System.nanoTime();
    try {
      Outcome outcome = exhibit.run(effort);
      return new Result(exhibit, effort, outcome, null, since(start));
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Result(exhibit, effort, null, e, since(start));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
