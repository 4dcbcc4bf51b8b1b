package org.hakmem.bench.jmh;

import java.lang.foreign.Arena;
import org.hakmem.bench.peers.Peer;

/**
 * Larson's loop in its steady state: frees the block of a random slot, puts a new one of random
 * size there and writes 'a', 'b' at its start.
 *
 * <p>An instance belongs to the thread that makes, runs and closes it, and so do its blocks.
 */
final class ReplaceLoop implements Loop, AutoCloseable {

  static final int SLOTS = 5_000;
  static final int MIN_BYTES = 8;
  static final int MAX_BYTES = 999;

  /** Spots are as far apart as the largest blocks, in steps of their alignment. */
  private static final long SPOT_BYTES = 1_008;

  private final Peer peer;
  private final long[] slots = new long[SLOTS];
  private final Arena arena = Arena.ofShared();
  private final long spots;
  private long random;
  private long sum;

  ReplaceLoop(Peer peer, long seed) {
    this.peer = peer;
    spots = arena.allocate(SLOTS * SPOT_BYTES, 64).address();
    random = scramble(seed);
    for (int slot = 0; slot < SLOTS; slot++) {
      random = next(random);
      slots[slot] = peer.malloc(size(random), spots + slot * SPOT_BYTES);
      BlockWriter.write(slots[slot]);
    }
  }

  @Override
  public void run(int operations) {
    Peer local = peer;
    long[] addresses = slots;
    long firstSpot = spots;
    long bits = random;
    long seen = 0;
    for (int i = 0; i < operations; i++) {
      bits = next(bits);
      int slot = slot(bits);
      long size = size(bits);
      long old = addresses[slot];
      local.free(old);
      long address = local.malloc(size, firstSpot + slot * SPOT_BYTES);
      BlockWriter.write(address);
      addresses[slot] = address;
      seen += old ^ size;
    }
    random = bits;
    sum += seen;
  }

  /** Depends on every address read and every size drawn, so that the floor does these too. */
  long sum() {
    return sum;
  }

  /** Frees every block. */
  @Override
  public void close() {
    for (long address : slots) {
      peer.free(address);
    }
    arena.close();
  }

  /** Xorshift: fast, and good enough to be unpredictable to the caches. */
  static long next(long bits) {
    bits ^= bits << 13;
    bits ^= bits >>> 7;
    return bits ^ (bits << 17);
  }

  /** The slot drawn: from the lower half, by multiplication, which is faster than a remainder. */
  static int slot(long bits) {
    return (int) (((bits & 0xffff_ffffL) * SLOTS) >>> 32);
  }

  /** The size drawn: from the upper half. */
  static int size(long bits) {
    return MIN_BYTES + (int) (((bits >>> 32) * (MAX_BYTES - MIN_BYTES + 1)) >>> 32);
  }

  /** Sets many bits of a small seed; never 0, which xorshift can't leave. */
  private static long scramble(long seed) {
    return (seed * 0x9E37_79B9_7F4A_7C15L) | 1;
  }
}
