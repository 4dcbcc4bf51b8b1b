package org.hakmem.proof.fuzz;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All memory in the program's hands, of all instances: no two pieces may overlap.
 *
 * <p>A piece is removed before it is freed and added after it was allocated, so that in a
 * concurrent run too what is found here is really in use by both.
 */
final class LiveBlocks {

  /** Last bytes by first bytes. */
  private final ConcurrentSkipListMap<Long, Long> lastByFirst = new ConcurrentSkipListMap<>();

  /** Adds what was allocated; throws a {@link Finding} if it overlaps anything. */
  void add(long address, long bytes) {
    long last = address + Math.max(1, bytes) - 1;
    if (address <= 0 || lastByFirst.putIfAbsent(address, last) != null) {
      throw new Finding("0x" + Long.toHexString(address) + " was handed out, and is in use");
    }
    requireApart(lastByFirst.lowerEntry(address), address, last);
    requireApart(lastByFirst.higherEntry(address), address, last);
  }

  private static void requireApart(Map.Entry<Long, Long> other, long first, long last) {
    if (other != null && other.getKey() <= last && other.getValue() >= first) {
      throw new Finding(
          "0x%x to 0x%x was handed out and overlaps 0x%x to 0x%x, which is in use"
              .formatted(first, last, other.getKey(), other.getValue()));
    }
  }

  void remove(long address) {
    if (lastByFirst.remove(address) == null) {
      throw new AssertionError("the model does not have 0x" + Long.toHexString(address));
    }
  }

  /** Returns whether a block begins at the address. */
  boolean beginsAt(long address) {
    return lastByFirst.containsKey(address);
  }
}
