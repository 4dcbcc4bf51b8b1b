package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks and arenas of one actor, in an order that no address decides, so that a program does
 * the same in each run.
 */
final class Hand {

  private static final int MAX_BLOCKS = 4_096;
  private static final int MAX_FREED = 256;

  private final LiveBlocks live;
  private final long maxBytes;
  private final List<Block> blocks = new ArrayList<>();
  private final List<OpenArena> arenas = new ArrayList<>();
  private final List<Freed> freed = new ArrayList<>();
  private long bytes;
  private int nextFreed;

  /**
   * A block that was freed.
   *
   * @param allocations what its owner had allocated by then
   */
  record Freed(Block block, long allocations) {}

  Hand(LiveBlocks live, long maxBytes) {
    this.live = live;
    this.maxBytes = maxBytes;
  }

  boolean isFull() {
    return blocks.size() >= MAX_BLOCKS || bytes > maxBytes;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  int size() {
    return blocks.size();
  }

  /** Returns all blocks; not a copy. */
  List<Block> blocks() {
    return blocks;
  }

  /** Returns all open arenas; not a copy. */
  List<OpenArena> arenas() {
    return arenas;
  }

  /** Adds a block that was just allocated. */
  void add(Block block) {
    live.add(block.address(), block.usable());
    block.owner().added(block);
    blocks.add(block);
    bytes += block.usable();
  }

  /** Takes a block out, which is about to be freed or resized. */
  Block take(int index) {
    Block block = release(index);
    live.remove(block.address());
    block.owner().removed(block);
    return block;
  }

  /** Takes out a block that is still in use: another actor gets it. */
  Block release(int index) {
    Block block = blocks.get(index);
    Block last = blocks.removeLast();
    if (index < blocks.size()) {
      blocks.set(index, last);
    }
    bytes -= block.usable();
    return block;
  }

  /** Remembers a block that was freed, for calls that free it again. */
  void addFreed(Block block) {
    Freed entry = new Freed(block, block.owner().allocations());
    if (freed.size() < MAX_FREED) {
      freed.add(entry);
    } else {
      freed.set(nextFreed++ % MAX_FREED, entry);
    }
  }

  /**
   * Returns a block of the instance that was freed and whose address no live block has, or null.
   */
  @Nullable Freed freedOf(Instance instance, int pick) {
    for (int i = 0; i < freed.size(); i++) {
      Freed entry = freed.get((pick + i) % freed.size());
      Block block = entry.block();
      if (block.owner() == instance && !live.beginsAt(block.address())) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Drops everything of an instance that is about to be closed.
   *
   * @return the address of one of its blocks; 16 if it had none
   */
  long forget(Instance instance) {
    long address = 16;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      if (blocks.get(i).owner() == instance) {
        Block block = take(i);
        block.verify();
        address = block.address();
      }
    }
    freed.removeIf(entry -> entry.block().owner() == instance);
    nextFreed = 0;
    return address;
  }
}
