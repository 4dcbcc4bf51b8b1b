package org.hakmem.arrow;

import org.apache.arrow.memory.rounding.RoundingPolicy;

/**
 * Rounds a buffer's size up to that of the block which hakmem has for it, so that the buffer has
 * all of its block and Arrow's books say what is truly used.
 *
 * <p>Arrow's own policy rounds everything below 16 MiB to a power of two, before the factory is
 * asked: a buffer of 4,097 bytes takes 8,192, with any factory. With this policy it takes 4,608:
 * the growth is less than an eighth from 128 bytes on.
 *
 * {@snippet file="QuickStartTest.java" region="rounding"}
 *
 * <pre>
 *   request         rounded to a multiple of
 *   to 256          16
 *   to 512          32
 *   …               an eighth of the power of two below it
 *   to 512 KiB      32 KiB
 *   above           64 KiB
 * </pre>
 */
public final class HakmemRoundingPolicy implements RoundingPolicy {

  /** The policy; it has no state. */
  public static final HakmemRoundingPolicy INSTANCE = new HakmemRoundingPolicy();

  private static final long LEAST_STEP = 16;
  private static final int EIGHTH_SHIFT = 3;
  private static final long MOST_IN_EIGHTHS = 512 << 10;
  private static final long STEP_ABOVE = 64 << 10;

  private HakmemRoundingPolicy() {}

  /** Sizes that are not positive, and those too large to be rounded, are returned as they are. */
  @Override
  public long getRoundedSize(long requestSize) {
    if (requestSize <= 0 || requestSize > Long.MAX_VALUE - STEP_ABOVE) {
      return requestSize;
    }
    long step = step(requestSize);
    return (requestSize + step - 1) & -step;
  }

  private static long step(long requestSize) {
    return requestSize > MOST_IN_EIGHTHS
        ? STEP_ABOVE
        : Math.max(LEAST_STEP, Long.highestOneBit(requestSize - 1) >>> EIGHTH_SHIFT);
  }
}
