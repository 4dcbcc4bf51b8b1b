package org.hakmem.bench.larson;

/**
 * The blocks that a chain holds: per slot the block's address (0: none) and its {@linkplain Ticket
 * ticket}, side by side. Not safe for several threads at once.
 */
final class Slots {

  private static final int STRIDE = 2;
  private static final int TICKET = 1;

  private final long[] words;

  Slots(int count) {
    words = new long[Math.multiplyExact(count, STRIDE)];
  }

  int count() {
    return words.length / STRIDE;
  }

  long address(int slot) {
    return words[slot * STRIDE];
  }

  long ticket(int slot) {
    return words[slot * STRIDE + TICKET];
  }

  void hold(int slot, long address, long ticket) {
    words[slot * STRIDE] = address;
    words[slot * STRIDE + TICKET] = ticket;
  }

  void clear(int slot) {
    words[slot * STRIDE] = 0;
  }

  static void swap(Slots one, int slotOfOne, Slots other, int slotOfOther) {
    long address = one.address(slotOfOne);
    long ticket = one.ticket(slotOfOne);
    one.hold(slotOfOne, other.address(slotOfOther), other.ticket(slotOfOther));
    other.hold(slotOfOther, address, ticket);
  }
}
