package org.hakmem.lab.lincheck;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Counts the schedules, and accepts what operations return: the property is checked by the
 * scenario's validation function. What an operation throws is refused: a failed assertion of the
 * shipped code, or a mistake in a model, which must not be taken for a race.
 */
public final class SchedulesVerifier implements Verifier {

  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * Made by Lincheck.
   *
   * @param specification not used
   */
  public SchedulesVerifier(Class<?> specification) {}

  /** How many schedules ran to their end and passed validation since the JVM started. */
  public static long count() {
    return COUNT.get();
  }

  @Override
  public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
    COUNT.incrementAndGet();
    for (List<ResultWithClock> thread : results.getThreadsResultsWithClock()) {
      for (ResultWithClock result : thread) {
        if (result.getResult() instanceof ExceptionResult exception) {
          if (exception.getThrowable() instanceof LinkageError error) {
            throw error; // the classes don't fit together: no verdict
          }
          return false;
        }
      }
    }
    return true;
  }
}
