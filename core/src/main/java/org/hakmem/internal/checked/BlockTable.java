package org.hakmem.internal.checked;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds live blocks and those in quarantine by their address. A block is put here before anyone is
 * told its address. Any thread may call any method.
 */
final class BlockTable {

  private final ConcurrentSkipListMap<Long, CheckedBlock> blocks = new ConcurrentSkipListMap<>();

  /**
   * Adds a block, in place of a freed one at the same address.
   *
   * @throws OutOfMemoryError if there is no Java heap; it may be here all the same
   */
  void put(CheckedBlock block) {
    blocks.put(block.address(), block);
  }

  /** Removes a freed block, unless another one is at its address already. */
  void remove(CheckedBlock block) {
    try {
      blocks.remove(block.address(), block);
    } catch (OutOfMemoryError e) { // until another one is there, it is known as freed
    }
  }

  /** Returns the block that begins at {@code address}, or null. */
  @Nullable CheckedBlock at(long address) {
    return blocks.get(address);
  }

  /** Returns the block that begins at {@code address}, or whose span has it, or null. */
  @Nullable CheckedBlock near(long address) {
    CheckedBlock block = at(address);
    if (block == null) {
      block = within(blocks.floorEntry(address), address);
    }
    return block == null ? within(blocks.higherEntry(address), address) : block;
  }

  private static @Nullable CheckedBlock within(
      Map.@Nullable Entry<Long, CheckedBlock> entry, long address) {
    CheckedBlock block = entry == null ? null : entry.getValue();
    return block != null && address >= block.span() && address < block.spanEnd() ? block : null;
  }

  /** Returns all, live or freed. */
  Collection<CheckedBlock> all() {
    return blocks.values();
  }
}
