package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.PageRun;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/**
 * All of an allocator's small blocks but the memory: the addresses lead nowhere. The test holds the
 * heaps itself, as many as it likes, and says in which order their steps happen.
 */
final class World {

  /** Blocks of 16 KiB: four to a slab of one page. */
  static final int FOUR_A_SLAB = SizeClasses.of(16 << 10);

  final NoMemory os = new NoMemory();
  final BlockStates states = BlockStates.of(os, 0);
  final SmallBlocks shared;
  final SlowPath slowPath;
  final CurrentHeap current;
  final Reclaimer reclaimer;

  private World(HakmemConfig config) {
    SuperslabPool pool = new SuperslabPool(os, new Budget(config.maxBytes()));
    shared = new SmallBlocks(config, os, pool, states);
    slowPath = new SlowPath(shared);
    current = CurrentHeap.in(shared);
    reclaimer = new Reclaimer(shared, slowPath, new IdleHeaps(current), current.carriers());
  }

  /** Without magazines, so that every operation reaches the slabs. */
  static World withoutMagazines(UnaryOperator<HakmemConfigBuilder> change) {
    return of(builder -> change.apply(builder.magazineCapacity(0)));
  }

  static World withoutMagazines() {
    return withoutMagazines(UnaryOperator.identity());
  }

  static World of(UnaryOperator<HakmemConfigBuilder> change) {
    return new World(change.apply(HakmemConfig.builder().scavenger(false)).build());
  }

  /** A new heap, held by the caller. */
  Heap heap() {
    return shared.registry().create(false);
  }

  Bin bin(Heap heap) {
    Bin bin = shared.bin(heap, FOUR_A_SLAB);
    bin.makePlaces();
    return bin;
  }

  long allocate(Heap heap) {
    return allocate(heap, FOUR_A_SLAB);
  }

  long allocate(Heap heap, int sizeClass) {
    long address = slowPath.cached(heap, sizeClass);
    return address != 0 ? address : slowPath.allocate(heap, sizeClass);
  }

  List<Long> allocate(Heap heap, int sizeClass, int count) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(allocate(heap, sizeClass));
    }
    return blocks;
  }

  void free(Heap heap, long address) {
    int sizeClass = states.liveClass(address);
    if (sizeClass == SizeClasses.NONE || !heap.push(sizeClass, address, states)) {
      slowPath.free(heap, address);
    }
  }

  Slab slabOf(long address) {
    Slab slab = shared.slabAt(address);
    if (slab == null) {
      throw new AssertionError("no slab at 0x" + Long.toHexString(address));
    }
    return slab;
  }

  /** A new slab, owned by {@code heap} and in none of its bins, of which {@code free} are free. */
  Slab slabWithFree(Heap heap, int free) {
    Slab slab = shared.newSlab(heap, FOUR_A_SLAB);
    if (slab == null) {
      throw new AssertionError("no memory");
    }
    while (slab.freeCount() > free) {
      take(heap, slab);
    }
    return slab;
  }

  /** Takes a block of a slab that the heap owns, which is live then. */
  long take(Heap heap, Slab slab) {
    long[] one = new long[1];
    assertThat(slab.take(one, 0, 1, heap.tag())).isEqualTo(1);
    assertThat(states.handOut(slab.sizeClass(), one[0], heap.tag())).isTrue();
    return one[0];
  }

  /** Uses all pages of the superslabs used so far, so that the next slab needs a new one. */
  void fillSuperslabs() {
    int before = shared.pool().usedSuperslabs();
    while (shared.pool().usedSuperslabs() == before) {
      shared.pool().allocate(1, 1, (address, zeroed) -> new PageRun(address, 1) {});
    }
    shared
        .pool()
        .allocate(SUPERSLAB_PAGES - 1, 1, (at, z) -> new PageRun(at, SUPERSLAB_PAGES - 1) {});
  }

  /** The first fault, or null. */
  @Nullable String fault() {
    return new Inspection(shared).firstFault();
  }
}
