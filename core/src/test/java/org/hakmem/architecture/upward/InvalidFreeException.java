package org.hakmem.architecture.upward;

/** Stands for the exception, which every layer may use. */
public final class InvalidFreeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
}
