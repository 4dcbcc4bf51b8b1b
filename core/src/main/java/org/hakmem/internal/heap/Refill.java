package org.hakmem.internal.heap;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.slab.Slab;

/**
 * Finds a heap the slab to allocate from: asks the sources in turn, cheapest first, and claims what
 * they nominate. The claim comes before the drain and before the slab is put into the hot slot, and
 * its result is checked.
 *
 * <p>Called by the heap's holder, with room on the stack.
 */
final class Refill {

  private final SmallBlocks shared;
  private final List<RefillSource> sources = new ArrayList<>();

  Refill(SmallBlocks shared) {
    this.shared = shared;
    sources.add(new HotSource());
    sources.add(new StickySource());
    sources.add(new BenchSource());
    sources.add(new MailboxSource(shared));
    if (shared.config().adopt()) {
      sources.add(new AdoptSource(shared));
    }
    sources.add(new GateSource(shared));
    sources.add(new FreshSource(shared));
  }

  /** Puts a slab with a free block into the bin's hot slot; false if limit or system refuse. */
  boolean refill(Heap heap, Bin bin) {
    if (bin.hot() != null) {
      bin.makePlaces(); // first, as it may fail
    }
    for (int i = 0; i < sources.size(); i++) {
      RefillSource source = sources.get(i);
      for (Slab slab = source.nominate(heap, bin);
          slab != null;
          slab = source.nominate(heap, bin)) {
        if (shared.claim(heap, slab) && install(heap, bin, slab)) {
          Counter counter = source.counter();
          heap.count(counter);
          shared.events().refill(heap.id(), counter.source(), slab.address(), slab.blockBytes());
          return true;
        }
      }
    }
    return false;
  }

  /** Makes an owned slab the hot one, if a block is free. */
  private boolean install(Heap heap, Bin bin, Slab slab) {
    if (slab.freeCount() == 0) {
      shared.drain(heap, slab);
    }
    if (slab.freeCount() == 0) {
      bench(heap, bin, slab);
      return false;
    }
    Slab exhausted = bin.hot();
    bin.setHot(slab);
    if (exhausted != null) {
      Slab evicted = bin.pushSticky(exhausted);
      if (evicted != null) {
        bench(heap, bin, evicted);
      }
    }
    return true;
  }

  /** Keeps a slab on the bench if it has room, as long as there is place; gives it up if not. */
  private void bench(Heap heap, Bin bin, Slab slab) {
    shared.drain(heap, slab);
    Slab leaving = slab.freeCount() > 0 && !slab.isEmpty() ? bin.pushBench(slab) : slab;
    if (leaving != null) {
      shared.giveUp(heap, leaving);
    }
  }
}
