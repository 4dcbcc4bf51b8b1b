package org.hakmem.lab.analysed;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Counts the schedules, and accepts what operations return: the property is checked by the
 * validation function. What an operation throws it refuses, so that a mistake in a model is not
 * taken for a race.
 */
public final class CountingVerifier implements Verifier {

  private static final AtomicLong SCHEDULES = new AtomicLong();

  /**
   * Made by Lincheck.
   *
   * @param specification not used
   */
  public CountingVerifier(Class<?> specification) {}

  /** How many schedules ran to their end and passed validation since the JVM started. */
  static long schedules() {
    return SCHEDULES.get();
  }

  @Override
  public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
    SCHEDULES.incrementAndGet();
    for (List<ResultWithClock> thread : results.getThreadsResultsWithClock()) {
      for (ResultWithClock result : thread) {
        if (result.getResult() instanceof ExceptionResult) {
          return false;
        }
      }
    }
    return true;
  }
}
