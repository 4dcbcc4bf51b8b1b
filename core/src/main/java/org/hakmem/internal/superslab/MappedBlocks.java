package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hakmem.internal.event.Events;
import org.hakmem.internal.memory.MappingTable;
import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Blocks with a mapping of their own. A freed one is kept for a purge delay, if it is not too long:
 * see {@link SpareMappings}.
 *
 * <p>Any thread may call any method. Progress: lock-free. Whatever may fail for want of Java heap
 * comes before a system call that gives, moves or takes memory; what follows can't fail.
 */
final class MappedBlocks implements Purgeable {

  private final OsMemory os;
  private final Budget budget;
  private final Events events;
  private final MappingTable<LargeBlock> mapped = new MappingTable<>();
  private final SpareMappings spares = new SpareMappings();

  /** How many blocks are stuck: the system refused to unmap them. */
  private final AtomicInteger stuck = new AtomicInteger();

  MappedBlocks(OsMemory os, Budget budget, Events events) {
    this.os = os;
    this.budget = budget;
    this.events = events;
  }

  /** Returns a block, or null if limit or system refuse. */
  @Nullable LargeBlock allocate(int pages, long alignment) {
    unmapStuck();
    LargeBlock spare = reuse(pages, alignment);
    return spare != null ? spare : map(pages, alignment);
  }

  private @Nullable LargeBlock reuse(int pages, long alignment) {
    if (spares.isEmpty()) {
      return null;
    }
    LargeBlock spare = spares.take((long) pages << PAGE_SHIFT, alignment);
    if (spare == null) {
      return null;
    }
    LargeBlock block = null;
    try {
      block = LargeBlock.mapping(spare.pages(), false);
      mapped.add(block);
      block.place(spare.address());
      spare.end();
    } finally { // there may be no Java heap
      if (!spare.isGone()) {
        unmap(spare);
      }
    }
    return block;
  }

  private @Nullable LargeBlock map(int pages, long alignment) {
    long bytes = (long) pages << PAGE_SHIFT;
    LargeBlock block = LargeBlock.mapping(pages, true);
    if (!budget.trySpend(bytes)) {
      return null;
    }
    long address = 0;
    long begun = events.begin();
    try {
      mapped.add(block);
      address = os.map(bytes, alignment);
    } finally { // there may be no Java heap for the entry
      if (address == 0) {
        block.end();
        budget.refund(bytes);
      }
    }
    if (address == 0) {
      return null;
    }
    block.place(address);
    events.commit(address, bytes, begun);
    return block;
  }

  /** The block that {@code address} lies in, or null. */
  @Nullable LargeBlock find(long address) {
    return mapped.find(address);
  }

  /** Gives the memory of a block back that the caller took. Needs no Java heap. */
  void release(LargeBlock block) {
    block.hide();
    if (!os.canPurge() || !spares.offer(block)) {
      unmap(block);
      mapped.tidy();
    }
  }

  /**
   * Unmaps a hidden block. If the system refuses, it is stuck, and spent only as long as its
   * physical memory can't be given back either.
   *
   * @return the bytes given back
   */
  private long unmap(LargeBlock block) {
    long bytes = block.bytes();
    long begun = events.begin();
    boolean unmapped = os.unmap(block.address(), bytes);
    boolean freed = unmapped || os.purge(block.address(), bytes);
    if (freed && block.isPaid()) {
      budget.refund(bytes);
    }
    if (unmapped) {
      block.end();
    } else {
      block.stick(block.isPaid() && !freed);
      stuck.incrementAndGet();
    }
    if (freed) {
      events.purge(block.address(), bytes, begun);
    }
    return freed ? bytes : 0;
  }

  @Override
  public long purge(long nanos) {
    long bytes = 0;
    for (LargeBlock old = spares.takeOld(nanos); old != null; old = spares.takeOld(nanos)) {
      bytes += unmap(old);
    }
    if (bytes > 0) {
      mapped.tidy();
    }
    return bytes;
  }

  @Override
  public boolean hasPurgeable() {
    return !spares.isEmpty();
  }

  /** Tries again to unmap what the system refused to. */
  void unmapStuck() {
    if (stuck.get() != 0) {
      mapped.forEach(new Unstick());
    }
  }

  /** Not a lambda, which slow paths do without. */
  private final class Unstick implements Consumer<LargeBlock> {
    @Override
    public void accept(LargeBlock block) {
      if (block.tryUnstick()) {
        stuck.decrementAndGet();
        unmap(block);
      }
    }
  }

  /**
   * Has the system resize a block that the caller took, perhaps elsewhere.
   *
   * @return the block in its place, or null if limit or system refuse, and nothing changed
   */
  @Nullable LargeBlock remap(LargeBlock block, int pages) {
    long growth = (long) (pages - block.pages()) << PAGE_SHIFT;
    LargeBlock moved = LargeBlock.mapping(pages, false);
    mapped.add(moved);
    if (growth > 0 && !budget.trySpend(growth)) {
      moved.end();
      return null;
    }
    // Hidden first: once the system moved it, its old addresses may be another block's.
    long begun = events.begin();
    block.hide();
    long address = 0;
    try {
      address = os.remap(block.address(), block.bytes(), (long) pages << PAGE_SHIFT);
    } finally {
      if (address == 0) {
        moved.end();
        block.show();
      } else {
        block.end();
        moved.place(address);
      }
      budget.refund(address == 0 ? Math.max(growth, 0) : Math.max(-growth, 0));
    }
    if (address == 0) {
      return null;
    }
    tellResized(moved, growth, begun);
    return moved;
  }

  private void tellResized(LargeBlock block, long growth, long begun) {
    if (growth > 0) {
      events.commit(block.address() + block.bytes() - growth, growth, begun);
    } else {
      events.purge(block.address() + block.bytes(), -growth, begun);
    }
  }

  /** Usable bytes of all blocks. */
  long bytes() {
    return mapped.presentBytes();
  }

  /** Number of blocks. */
  int count() {
    return mapped.presentCount();
  }
}
