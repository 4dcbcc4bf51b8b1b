package org.hakmem.bench.run;

import java.util.List;

/**
 * What a child JVM measured, and what was seen of it from outside.
 *
 * @param reading what it measured
 * @param memory its resident memory from the end of its warm-up to the end of its measurement
 */
public record Measured(Reading reading, List<Point> memory) {

  /** Copies the list. */
  public Measured {
    memory = List.copyOf(memory);
  }

  /**
   * A sample of resident memory.
   *
   * @param seconds since the end of the warm-up
   * @param kib what is resident
   */
  public record Point(double seconds, long kib) {}
}
