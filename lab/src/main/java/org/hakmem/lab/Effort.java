package org.hakmem.lab;

/**
 * How hard an exhibit should look.
 *
 * @param scale 1 for the quick run, which is always the same; above, more threads and more cases,
 *     roughly in proportion
 * @param seed of all random choices at a scale above 1: the same scale and seed repeat a run
 */
public record Effort(int scale, long seed) {

  /** The quick run. */
  public static final Effort QUICK = new Effort(1, 0);

  public Effort {
    if (scale < 1) {
      throw new IllegalArgumentException("scale must be at least 1, not " + scale);
    }
  }

  /** Whether this is more than the quick run. */
  public boolean isLong() {
    return scale > 1;
  }
}
