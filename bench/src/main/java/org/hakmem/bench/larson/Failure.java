package org.hakmem.bench.larson;

/**
 * Something that was thrown where nothing should have been.
 *
 * @param thread name of the thread that it was thrown in
 * @param cause what was thrown
 */
public record Failure(String thread, Throwable cause) {

  /** One line for people. */
  public String describe() {
    return (thread + ": " + cause).replaceAll("\\s*\\R\\s*", " ");
  }
}
