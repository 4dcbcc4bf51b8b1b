package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Each thread looks at a random slot of its own: if it holds a block, reads all of it and frees it;
 * else allocates one and writes all of it. Small blocks are more frequent than large ones, some
 * slots are looked at more often than others.
 *
 * <p>Ignatchenko's <i>alloc-test</i>, as in mimalloc-bench: 100 million operations a thread over
 * 262,144 / N slots, all memory touched. Its distributions: a size has uniform lower bits and a
 * geometric magnitude; slots follow the 80:20 rule, six times nested. Sizes are up to 1 KiB. Here
 * it goes on for as long as is measured.
 */
final class AllocTest {

  /** Of all threads together. */
  private static final int ALL_SLOTS = 1 << 18;

  /** Largest magnitude: a block of magnitude m has 2^(m+2) + 1 to 2^(m+3) bytes. */
  private static final int MAGNITUDES = 7;

  private static final int SMALLEST_SHIFT = 2;
  private static final int MOST_BYTES = 1 << (MAGNITUDES + SMALLEST_SHIFT + 1);

  /** The mean of the sizes, about. */
  private static final int TYPICAL_BYTES = 32;

  /** The 80:20 rule: so many fifths of the looks, at one fifth of the slots. */
  private static final int FIFTHS = 5;

  private static final int NESTED = 6;
  private static final int CHUNK = 256;
  private static final int INTERLEAVED_SEEDS = 7;

  private AllocTest() {}

  /** By so many threads. */
  static Workload of(int threads) {
    int slots = ALL_SLOTS / threads;
    return new Workload(
        "alloc-test",
        "each of %d threads: fills or empties random ones of %,d slots; to 1 KiB, all touched"
            .formatted(threads, slots),
        Unit.NANOS,
        EnumSet.of(Trait.NET_OF_FLOOR, Trait.TIMES_CALLS),
        trial -> {
          Peer peer = trial.open();
          List<Callable<Worker>> workers =
              LongStream.range(0, threads)
                  .<Callable<Worker>>mapToObj(
                      thread -> () -> new Loop(peer, slots, thread * INTERLEAVED_SEEDS))
                  .toList();
          return new Shift(peer, trial).nanosPerOperation(workers, Long.MAX_VALUE);
        });
  }

  /** From 1 to {@value #MOST_BYTES} bytes; each magnitude half as often as the one below. */
  static int size(long bits) {
    int magnitude = Long.numberOfTrailingZeros(bits | 1L << MAGNITUDES);
    int base = 1 << (magnitude + SMALLEST_SHIFT);
    int rest = (int) (bits >>> Integer.SIZE) & base - 1;
    return base + rest + 1;
  }

  /** A slot of the first fifth four times out of five, and so on within that fifth. */
  static int slot(long bits, int slots) {
    int first = 0;
    int count = slots;
    int dice = (int) (bits >>> Short.SIZE) & 0xFFFF;
    for (int level = 0; level < NESTED; level++) {
      int fifth = count / FIFTHS;
      boolean popular = dice % FIFTHS != 0;
      dice /= FIFTHS;
      if (!popular) {
        first += fifth;
        count -= fifth;
        break;
      }
      count = fifth;
    }
    return first + Randomness.upperBelow(bits, count);
  }

  /** For one thread. */
  private static final class Loop implements Worker {

    private final Slots slots;
    private final int[] sizes;
    private final Randomness random;

    /** Depends on all that was read, so that nothing of it can be left out. */
    @SuppressWarnings("unused")
    private long sum;

    /** Half of the slots get a block at once. */
    Loop(Peer peer, int count, long seed) {
      slots = peer.slots(count, TYPICAL_BYTES, MOST_BYTES);
      sizes = new int[count];
      random = new Randomness(seed);
      for (int slot = 0; slot < count; slot++) {
        if (random.nextBits() < 0) {
          allocate(slot);
        }
      }
    }

    @Override
    public long work() {
      for (int i = 0; i < CHUNK; i++) {
        int slot = slot(random.nextBits(), sizes.length);
        if (sizes[slot] == 0) {
          allocate(slot);
        } else {
          sum += read(slots.address(slot), sizes[slot]);
          slots.free(slot);
          sizes[slot] = 0;
        }
      }
      return CHUNK;
    }

    @Override
    public void close() {
      slots.freeAll();
    }

    private void allocate(int slot) {
      int size = size(random.nextBits());
      sizes[slot] = size;
      write(slots.malloc(slot, size), size);
    }

    private static void write(long address, int size) {
      int offset = 0;
      for (; offset <= size - Long.BYTES; offset += Long.BYTES) {
        BlockMemory.putLong(address + offset, size);
      }
      for (; offset < size; offset++) {
        BlockMemory.putByte(address + offset, (byte) size);
      }
    }

    private static long read(long address, int size) {
      long sum = 0;
      int offset = 0;
      for (; offset <= size - Long.BYTES; offset += Long.BYTES) {
        sum += BlockMemory.getLong(address + offset);
      }
      for (; offset < size; offset++) {
        sum += BlockMemory.getByte(address + offset);
      }
      return sum;
    }
  }
}
