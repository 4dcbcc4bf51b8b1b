package org.hakmem.lab.analysed;

/** Conservation does not hold. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }
}
