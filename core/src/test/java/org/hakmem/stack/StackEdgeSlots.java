package org.hakmem.stack;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.jspecify.annotations.Nullable;

/** The blocks that {@link StackEdge} holds, what they contain, and whether all of that is true. */
final class StackEdgeSlots {

  /** For {@link #known}: the block was zeroed. */
  static final int ZERO = -1;

  /** Words are written at this distance; behind {@link #DENSE_BYTES} at the powers of two. */
  private static final int STRIDE = 64;

  private static final int DENSE_BYTES = 4096;

  private static final int PATIENCE = 50;
  private static final long MILLISECOND = 1_000_000;

  /** The block, or 0; {@link #segment} has it in the other case. */
  final long[] address;

  final @Nullable MemorySegment[] segment;
  final int[] size;

  /** So many bytes are as {@link #stampNew} wrote them, or {@link #ZERO}. */
  final int[] known;

  private final Hakmem hakmem;

  StackEdgeSlots(Hakmem hakmem, int count) {
    this.hakmem = hakmem;
    address = new long[count];
    segment = new MemorySegment[count];
    size = new int[count];
    known = new int[count];
  }

  boolean isEmpty(int slot) {
    return address[slot] == 0 && segment[slot] == null;
  }

  private long addressOf(int slot) {
    MemorySegment block = segment[slot];
    return block == null ? address[slot] : block.address();
  }

  /** Marks the contents of the blocks that are new. */
  void stampNew() {
    for (int slot = 0; slot < address.length; slot++) {
      if (!isEmpty(slot) && known[slot] != size[slot]) {
        MemorySegment block = Allocators.memory(hakmem, addressOf(slot), size[slot]);
        for (int at = 0; at <= size[slot] - Long.BYTES; at = next(at)) {
          block.set(JAVA_LONG_UNALIGNED, at, stamp(slot, at));
        }
        known[slot] = size[slot];
      }
    }
  }

  private static int next(int at) {
    return at < DENSE_BYTES ? at + STRIDE : 2 * at;
  }

  private static long stamp(int slot, int at) {
    return (slot + 1) * 0x9E37_79B9_7F4A_7C15L + at;
  }

  /**
   * What is wrong, or null: the allocator's invariants, the number of live blocks, blocks that
   * overlap, contents.
   */
  @Nullable String fault() {
    String fault = countFault();
    for (int i = 0; fault != null && i < PATIENCE; i++) { // a scavenger may be on the way
      LockSupport.parkNanos(MILLISECOND);
      fault = countFault();
    }
    return fault == null ? blockFault() : fault;
  }

  private @Nullable String countFault() {
    String fault = Allocators.firstFault(hakmem);
    if (fault != null) {
      return fault;
    }
    long known = IntStream.range(0, address.length).filter(slot -> !isEmpty(slot)).count();
    long live = Allocators.stats(hakmem).liveBlocks();
    return live == known ? null : live + " live blocks, of which known: " + known;
  }

  private @Nullable String blockFault() {
    TreeMap<Long, Long> ranges = new TreeMap<>();
    for (int slot = 0; slot < address.length; slot++) {
      if (!isEmpty(slot)) {
        long from = addressOf(slot);
        if (ranges.put(from, from + hakmem.usableSize(from)) != null) {
          return "a block twice: 0x" + Long.toHexString(from);
        }
        if (!isIntact(slot)) {
          return "contents of slot " + slot + " lost";
        }
      }
    }
    long end = 0;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      if (range.getKey() < end) {
        return "blocks overlap at 0x" + Long.toHexString(range.getKey());
      }
      end = range.getValue();
    }
    return null;
  }

  private boolean isIntact(int slot) {
    int bytes = known[slot] == ZERO ? size[slot] : Math.min(known[slot], size[slot]);
    MemorySegment block = Allocators.memory(hakmem, addressOf(slot), bytes);
    for (int at = 0; at <= bytes - Long.BYTES; at = next(at)) {
      long expected = known[slot] == ZERO ? 0 : stamp(slot, at);
      if (block.get(JAVA_LONG_UNALIGNED, at) != expected) {
        return false;
      }
    }
    return true;
  }

  /** Allocates a block for every slot, all being empty. */
  void allocateAll() {
    for (int slot = 0; slot < address.length; slot++) {
      size[slot] = slot % 2 == 0 ? 100 : 100 * slot;
      known[slot] = 0;
      address[slot] = hakmem.malloc(size[slot]);
    }
  }

  /** Frees all blocks; none of them may have been freed by a call that failed. */
  void freeAll() {
    for (int slot = 0; slot < address.length; slot++) {
      hakmem.free(addressOf(slot));
      address[slot] = 0;
      segment[slot] = null;
    }
  }
}
