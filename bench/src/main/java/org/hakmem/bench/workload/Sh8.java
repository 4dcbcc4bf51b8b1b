package org.hakmem.bench.workload;

import java.util.EnumSet;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Each thread fills a table with blocks of mixed sizes, small ones more often. When it is full, a
 * fifth of it is left standing; the blocks before that part are freed in the order in which they
 * were allocated, those after it in the opposite order; and the table is filled again around the
 * part that was left. Each time another fifth is left.
 *
 * <p>After MicroQuill's <i>sh6bench</i> and <i>sh8bench</i>, run with 2N threads in mimalloc-bench.
 * Their programs may not be copied, so this follows the description of what they do, with sizes up
 * to 1,000 bytes, and each block's first byte written.
 */
final class Sh8 {

  /** Blocks that a thread holds at most. */
  private static final int TABLE = 10_000;

  private static final int FIFTHS = 5;
  private static final int MOST_BYTES = 1_000;

  /** Blocks below this size are allocated five times as often as others. */
  private static final int SMALL_BYTES = 100;

  private static final int OFTEN = 5;

  private Sh8() {}

  /** By so many threads. */
  static Workload of(int threads) {
    return new Workload(
        "sh8",
        "each of %d threads: mixed sizes to 1,000 bytes, freed in batches, in both orders"
            .formatted(threads),
        Unit.NANOS,
        EnumSet.of(Trait.NET_OF_FLOOR, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          return new Shift(peer, trial).nanosPerOperation(threads, () -> new Table(peer));
        });
  }

  /** For one thread. An operation is an allocation and, sooner or later, its free. */
  private static final class Table implements Worker {

    private final Slots slots;
    private int next;
    private int leftFrom;
    private int leftTo;
    private int base = 1;
    private int size = 1;
    private int again = OFTEN;

    Table(Peer peer) {
      slots = peer.slots(TABLE, SMALL_BYTES, MOST_BYTES);
    }

    @Override
    public long work() {
      long allocated = 0;
      while (next < TABLE) {
        if (next == leftFrom && leftTo > leftFrom) {
          next = leftTo;
        } else {
          BlockMemory.putByte(slots.malloc(next, nextSize()), (byte) 1);
          next++;
          allocated++;
        }
      }
      leaveAFifth();
      return allocated;
    }

    @Override
    public void close() {
      slots.freeAll();
    }

    private void leaveAFifth() {
      leftFrom = leftTo < TABLE ? leftTo : 0;
      leftTo = leftFrom + TABLE / FIFTHS;
      for (int slot = 0; slot < leftFrom; slot++) {
        slots.free(slot);
      }
      for (int slot = TABLE - 1; slot >= leftTo; slot--) {
        slots.free(slot);
      }
      next = 0;
    }

    /** Halves go down from a base to 1; the base grows by half; small ones come several times. */
    private int nextSize() {
      int result = size;
      again--;
      if (again == 0) {
        size /= 2;
        if (size == 0) {
          base = base * 3 / 2 + 1;
          base = base > MOST_BYTES ? 1 : base;
          size = base;
        }
        again = size < SMALL_BYTES ? OFTEN : 1;
      }
      return result;
    }
  }
}
