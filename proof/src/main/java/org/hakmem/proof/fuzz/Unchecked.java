package org.hakmem.proof.fuzz;

import org.jspecify.annotations.Nullable;

/** Throws again what another thread threw. */
final class Unchecked {

  private Unchecked() {}

  static RuntimeException of(@Nullable Throwable thrown) {
    return switch (thrown) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case null, default -> new IllegalStateException(thrown);
    };
  }
}
