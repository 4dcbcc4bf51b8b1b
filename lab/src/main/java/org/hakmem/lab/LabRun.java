package org.hakmem.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs exhibits one after the other, and those that may {@linkplain Exhibit#runsBesideOthers run
 * beside others} one after the other meanwhile. Tells of them in their order.
 */
public final class LabRun {

  /** Is told how a run goes, by the thread that called it. */
  public interface Listener {

    /** An exhibit runs that all before it have ended for. */
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
    BooleanSupplier over = () -> stopped || timeIsOver.getAsBoolean();
    List<Result> results = new ArrayList<>();
    try (SideLane side = new SideLane(exhibits, effort, over)) {
      for (Exhibit exhibit : exhibits) {
        if (!over.getAsBoolean()) {
          listener.started(exhibit, results.size() + 1, exhibits.size());
        }
        result(exhibit, effort, side, over)
            .ifPresent(result -> {
              results.add(result);
              listener.ended(result);
            });
      }
    }
    return results;
  }

  /** Of one that is run now, or of one that was begun before all was over. */
  private static Optional<Result> result(
      Exhibit exhibit, Effort effort, SideLane side, BooleanSupplier over) {
    if (exhibit.runsBesideOthers()) {
      return side.next();
    }
    return over.getAsBoolean() ? Optional.empty() : Optional.of(Result.of(exhibit, effort));
  }

  /** No further exhibit is begun. Any thread may call it. */
  public void stop() {
    stopped = true;
  }

  /** Whether it was stopped. */
  public boolean isStopped() {
    return stopped;
  }
}
