package org.hakmem.bench.peers;

import java.util.Objects;

/**
 * Thrown when a native peer's library can't be loaded; the message is one line that says what is
 * missing.
 */
public final class MissingPeerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingPeerException(String line, Throwable cause) {
    super(line, cause);
  }

  /** What is missing and which Debian package has it. */
  public String line() {
    return Objects.requireNonNull(getMessage());
  }
}
