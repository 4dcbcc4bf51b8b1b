package org.hakmem.lab.shipped.lincheck;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Counts the schedules. Operations return nothing, so there is no order to look for: the property
 * is the scenario's. What they throw, as a failed assertion of the shipped code, is refused.
 */
public final class SchedulesVerifier implements Verifier {

  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * Made by Lincheck.
   *
   * @param specification not used
   */
  public SchedulesVerifier(Class<?> specification) {}

  /** How many schedules were verified since the JVM started. */
  static long count() {
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
