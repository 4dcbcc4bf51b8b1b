package org.hakmem.lab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exhibit, what it found, and how long it took.
 *
 * @param exhibit the exhibit
 * @param effort with which it was run
 * @param outcome what it found; {@code null} if it failed
 * @param failure why there is no outcome; {@code null} if there is one
 * @param duration how long it ran
 */
public record Result(
    Exhibit exhibit,
    Effort effort,
    @Nullable Outcome outcome,
    @Nullable Throwable failure,
    Duration duration) {

  /** Runs an exhibit; whatever it throws is its result. */
  @SuppressWarnings("CatchingUnchecked")
  static Result of(Exhibit exhibit, Effort effort) {
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

  /** Whether the verdict found is the one expected, or can't be had on this machine. */
  public boolean asExpected() {
    return outcome != null
        && (outcome.verdict() == exhibit.expected() || outcome.verdict() == Verdict.UNAVAILABLE);
  }

  /** The verdict found, as in the table. */
  public String found() {
    return outcome == null ? "error" : outcome.verdict().label();
  }

  /** What shows the verdict, or the error's message; may be empty. */
  public String trace() {
    return outcome == null ? String.valueOf(failure) : outcome.trace();
  }

  /**
   * This and a later result of the same exhibit as one: the first verdict that is not as expected,
   * else the later one; what was explored, and the time, together.
   */
  public Result plus(Result later) {
    Result decisive = asExpected() ? later : this;
    Outcome decisiveOutcome = decisive.outcome;
    Outcome sum =
        decisiveOutcome == null
            ? null
            : new Outcome(
                decisiveOutcome.verdict(),
                explored() + later.explored(),
                decisiveOutcome.unit(),
                decisiveOutcome.trace());
    return new Result(
        exhibit, decisive.effort, sum, decisive.failure, duration.plus(later.duration));
  }

  private long explored() {
    return outcome == null ? 0 : outcome.explored();
  }
}
