package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;
import org.jspecify.annotations.Nullable;

/** The mailbox of the class: slabs posted by any thread, the oldest first. */
final class MailboxSource implements RefillSource {

  private final SmallBlocks shared;

  MailboxSource(SmallBlocks shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable Slab nominate(Heap heap, Bin bin) {
    return shared.mailbox(bin.sizeClass()).take(heap);
  }

  @Override
  public Counter counter() {
    return Counter.REFILL_MAILBOX;
  }
}
