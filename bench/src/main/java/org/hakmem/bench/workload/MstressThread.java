package org.hakmem.bench.workload;

import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/** What one thread does in one round of {@link Mstress}: {@code stress()} of test-stress.c. */
final class MstressThread {

  /** Argument 2, 50, times 100. */
  private static final int ALLOCATIONS = 5_000;

  /** Some threads do more, up to so many times as much. */
  private static final int MOST_FACTOR = 8;

  /** Blocks have 1, 2, 4, 8 or 16 words, and those retained up to 64. */
  private static final int SIZES = 5;

  private static final int RETAINED_SIZES = SIZES + 2;
  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1_000;
  private static final int TEN_THOUSAND = 10_000;

  /** 64 words, ten thousand times as large. */
  private static final long MOST_BYTES = ((long) Long.BYTES * TEN_THOUSAND) << (RETAINED_SIZES - 1);

  /** The mean of the sizes, but for the few large ones. */
  private static final long TYPICAL_BYTES = 64;

  private final Peer peer;
  private final Mstress.Transfers transfers;
  private final Randomness random;
  private final Blocks data;
  private final Blocks retained;
  private int allocationsLeft;
  private int retainsLeft;

  MstressThread(Peer peer, Mstress.Transfers transfers, int thread) {
    this.peer = peer;
    this.transfers = transfers;
    random = new Randomness(thread);
    allocationsLeft = ALLOCATIONS * (thread % MOST_FACTOR + 1);
    retainsLeft = allocationsLeft / 2;
    data = new Blocks(allocationsLeft);
    retained = new Blocks(retainsLeft);
  }

  /** A table for blocks such as these. */
  static Slots slots(Peer peer, int count) {
    return peer.slots(count, TYPICAL_BYTES, MOST_BYTES);
  }

  void run() {
    while (allocationsLeft > 0 || retainsLeft > 0) {
      if (retainsLeft == 0 || (allocationsLeft > 0 && chance(50))) {
        allocationsLeft--;
        data.add(words(SIZES));
      } else {
        retainsLeft--;
        retained.add(words(RETAINED_SIZES));
      }
      if (data.top > 0 && chance(66)) {
        data.free(random.below(data.top));
      }
      if (data.top > 0 && chance(25)) {
        int slot = random.below(data.top);
        transfers.swap(random.below(transfers.count()), data.slots, data.words, slot);
      }
    }
    retained.freeAll();
    data.freeAll();
  }

  private boolean chance(int percent) {
    return random.below(HUNDRED) < percent;
  }

  /** A power of two; 1 in 100 is 100 times as large, of these some 1,000 or 10,000 times. */
  private int words(int sizes) {
    int words = 1 << random.below(sizes);
    if (!chance(1)) {
      return words;
    }
    return words * (chance(1) ? TEN_THOUSAND : chance(10) ? THOUSAND : HUNDRED);
  }

  /** Blocks and their sizes; one slot more than blocks, for swapping. */
  private final class Blocks {

    private final Slots slots;
    private final int[] words;
    private int top;

    Blocks(int most) {
      slots = slots(peer, most + 1);
      words = new int[most + 1];
    }

    void add(int count) {
      Contents.write(slots.malloc(top, (long) count * Long.BYTES), count);
      words[top] = count;
      top++;
    }

    void free(int slot) {
      if (words[slot] > 0) {
        Contents.check(peer, slots.address(slot), words[slot]);
        slots.free(slot);
        words[slot] = 0;
      }
    }

    void freeAll() {
      for (int slot = 0; slot < top; slot++) {
        free(slot);
      }
    }
  }
}
