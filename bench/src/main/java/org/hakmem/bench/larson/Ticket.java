package org.hakmem.bench.larson;

/**
 * What a slot knows of its block besides the address, packed into one {@code long}:
 *
 * <pre>
 *   63            32 31             0
 *  +----------------+----------------+
 *  |    counter     |      size      |
 *  +----------------+----------------+
 * </pre>
 *
 * The counter rises with each block that a chain allocates, so that the contents of two blocks that
 * lay at the same address one after the other differ.
 */
final class Ticket {

  private static final int COUNTER_SHIFT = 32;

  private Ticket() {}

  static long of(int size, int counter) {
    return (long) counter << COUNTER_SHIFT | size;
  }

  static int size(long ticket) {
    return (int) ticket;
  }
}
