package org.hakmem.architecture.upward;

/** Stands for plain data, which the heap may use. */
public record HakmemStats(Part part) {
  /** Nested plain data. */
  public record Part() {}
}
