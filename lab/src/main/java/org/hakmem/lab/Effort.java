package org.hakmem.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]*):(-?[0-9]+)");

  public Effort {
    if (scale < 1) {
      throw new IllegalArgumentException("scale must be at least 1, not " + scale);
    }
  }

  /** Whether this is more than the quick run. */
  public boolean isLong() {
    return scale > 1;
  }

  /**
   * From the form of {@link #toString}.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is allowed
   */
  public static Effort parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no scale from 1 on, a colon and a seed, such as 2:12345");
    }
    try {
      return new Effort(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has a number that is too large", e);
    }
  }

  /** As {@code scale:seed}. */
  @Override
  public String toString() {
    return scale + ":" + seed;
  }
}
