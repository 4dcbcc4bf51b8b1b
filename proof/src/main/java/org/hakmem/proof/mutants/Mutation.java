package org.hakmem.proof.mutants;

/**
 * A small change of the code that PIT made, and whether a test failed.
 *
 * @param className the class that was changed
 * @param method the method
 * @param line the line
 * @param status PIT's status, such as {@code KILLED} or {@code SURVIVED}
 * @param description what was changed
 */
public record Mutation(
    String className, String method, int line, String status, String description) {

  private static final String NO_COVERAGE = "NO_COVERAGE";
  private static final String SURVIVED = "SURVIVED";

  /** Returns whether no test failed. */
  public boolean survived() {
    return status.equals(SURVIVED) || status.equals(NO_COVERAGE);
  }

  /** Returns whether a test failed, or did not end in time. */
  public boolean killed() {
    return status.equals("KILLED") || status.equals("TIMED_OUT") || status.equals("MEMORY_ERROR");
  }
}
