package org.hakmem.lab.analysed;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A free list changed by compare-and-set, as section 6.2 suggests. Its head may carry a version:
 *
 * <pre>
 *   bits 63..16  version, one more with every pop      bits 15..0  address of the first block
 * </pre>
 */
final class CasList {

  private static final int VERSION_SHIFT = 16;
  private static final long ADDRESS_MASK = 0xFFFF;

  private final AtomicLong head = new AtomicLong(Memory.NULL);
  private final Memory memory;
  private final long versionStep;

  private CasList(Memory memory, long versionStep) {
    this.memory = memory;
    this.versionStep = versionStep;
  }

  static CasList plain(Memory memory) {
    return new CasList(memory, 0);
  }

  static CasList versioned(Memory memory) {
    return new CasList(memory, 1L << VERSION_SHIFT);
  }

  /** The first block. */
  long first() {
    return head.get() & ADDRESS_MASK;
  }

  void push(long block) {
    long seen;
    do {
      seen = head.get();
      memory.link(block, seen & ADDRESS_MASK);
    } while (!head.compareAndSet(seen, (seen & ~ADDRESS_MASK) | block));
  }

  /** The next pointer that it reads may be that of a block popped meanwhile. */
  long pop() {
    long seen;
    long block;
    long next;
    do {
      seen = head.get();
      block = seen & ADDRESS_MASK;
      if (block == Memory.NULL) {
        return Memory.NULL;
      }
      next = memory.next(block);
    } while (!head.compareAndSet(
        seen, (seen & ~ADDRESS_MASK) + versionStep | (next & ADDRESS_MASK)));
    return block;
  }
}
