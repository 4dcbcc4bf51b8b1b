package org.hakmem.bench.larson;

import java.util.Locale;

/**
 * What a Larson run does. The defaults are those in common use ({@code larson 5 8 1000 5000 100
 * 4141 N}).
 *
 * @param seconds how long the threads replace blocks, not counting the set-up and the clearing up;
 *     from {@value #MIN_SECONDS} to {@value #MAX_SECONDS}
 * @param threads threads that run at the same time; from 1 to {@value #MAX_THREADS}
 * @param min smallest block in bytes; from 1 to {@value #MAX_BLOCK}
 * @param max blocks are smaller than this, in bytes; from {@code min + 1} to {@value
 *     #MAX_BLOCK}{@code + 1}
 * @param slots blocks that each thread holds; from 1 to {@value #MAX_SLOTS}
 * @param rounds a thread replaces {@code rounds * slots} blocks before its successor takes over;
 *     from 1 to {@value #MAX_ROUNDS}
 * @param seed seed of all random choices
 */
public record LarsonParameters(
    double seconds, int threads, int min, int max, int slots, int rounds, long seed) {

  /** Shortest run in seconds. */
  public static final double MIN_SECONDS = 0.01;

  /** Longest run in seconds: about eleven days. */
  public static final int MAX_SECONDS = 1_000_000;

  /** Most threads. */
  public static final int MAX_THREADS = 10_000;

  /** Largest block in bytes: 1 GiB. */
  public static final int MAX_BLOCK = 1 << 30;

  /** Most slots of a thread. */
  public static final int MAX_SLOTS = 100_000_000;

  /** Most rounds. */
  public static final int MAX_ROUNDS = 1_000_000_000;

  /** Smallest block by default, in bytes. */
  public static final int DEFAULT_MIN = 8;

  /** Blocks are by default smaller than this, in bytes. */
  public static final int DEFAULT_MAX = 1000;

  /** Slots of a thread by default. */
  public static final int DEFAULT_SLOTS = 5000;

  /** Rounds by default. */
  public static final int DEFAULT_ROUNDS = 100;

  /** Seed by default. */
  public static final long DEFAULT_SEED = 4141;

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names the value
   *     and the range
   */
  public LarsonParameters {
    if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "seconds must be from %.2f to %d, not %s",
              MIN_SECONDS,
              MAX_SECONDS,
              Double.toString(seconds)));
    }
    check("threads", threads, 1, MAX_THREADS);
    check("min", min, 1, MAX_BLOCK);
    check("max", max, min + 1, MAX_BLOCK + 1);
    check("slots", slots, 1, MAX_SLOTS);
    check("rounds", rounds, 1, MAX_ROUNDS);
  }

  /**
   * The common workload for some seconds and threads.
   *
   * @param seconds how long
   * @param threads how many
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static LarsonParameters of(double seconds, int threads) {
    return new LarsonParameters(
        seconds, threads, DEFAULT_MIN, DEFAULT_MAX, DEFAULT_SLOTS, DEFAULT_ROUNDS, DEFAULT_SEED);
  }

  /** Replacements that a thread does before its successor takes over. */
  public long replacementsPerThread() {
    return (long) rounds * slots;
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
