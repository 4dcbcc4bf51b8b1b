package org.hakmem.bench.run;

import java.util.Objects;

/** A child JVM could not measure; the message is one line. */
final class ChildFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whether the peer's library is missing. */
  private final boolean missing;

  ChildFailedException(String line, boolean missing) {
    super(line);
    this.missing = missing;
  }

  /** What went wrong. */
  String line() {
    return Objects.requireNonNull(getMessage());
  }

  boolean missing() {
    return missing;
  }
}
