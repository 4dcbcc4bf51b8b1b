package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.heap.Growth.Lack;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the magazines of a heap share its budget of cached bytes. */
class GrowthTest {

  private static final long HEAP_BYTES = 64 << 10;

  /** What one class may use of it. */
  private static final long SHARE = HEAP_BYTES / 8;

  private final World world = World.of(builder -> builder.heapCachedBytes(HEAP_BYTES));
  private final Growth growth = new Growth(world.shared, new Flush(world.shared));
  private final Heap heap = world.heap();
  private Lack next = Lack.ROOM;
  private final List<Bin> others = new ArrayList<>();
  private final Bin late = world.shared.bin(heap, SizeClasses.of(48));

  /** Eight classes have the whole budget. */
  @BeforeEach
  void spendAll() {
    for (int bytes = 32; bytes <= 4096; bytes *= 2) {
      Bin bin = world.shared.bin(heap, SizeClasses.of(bytes));
      growAsFarAsItGoes(bin);
      others.add(bin);
      assertThat((long) heap.capacity(bin) * bytes).isEqualTo(SHARE);
    }
    assertThat(heap.grantedBytes()).isEqualTo(HEAP_BYTES);
  }

  @Test
  void aMagazineWithoutSlotsTakesFromAnotherAtOnce() {
    assertThat(ask(late)).isTrue();

    assertThat(heap.capacity(late)).isPositive();
    assertThat(heap.grantedBytes()).isLessThanOrEqualTo(HEAP_BYTES);
  }

  @Test
  void oneWithSlotsTakesFromAnotherOnceItHasAskedForEachOfThem() {
    ask(late);
    growAsFarAsItGoes(late); // into what the other left
    int capacity = heap.capacity(late);
    int slotsOfOthers = slotsOfOthers();
    int refused = 1; // the last of those above
    while (!ask(late)) {
      refused++;
    }

    assertThat(refused).isEqualTo(capacity - 1);
    assertThat(heap.capacity(late)).isEqualTo(2 * capacity);
    assertThat(slotsOfOthers()).isLessThan(slotsOfOthers);
    assertThat(heap.grantedBytes()).isLessThanOrEqualTo(HEAP_BYTES);
  }

  /** Asks for blocks and for room in turn, as a magazine with traffic both ways does. */
  private boolean ask(Bin bin) {
    next = next == Lack.BLOCKS ? Lack.ROOM : Lack.BLOCKS;
    return growth.grow(heap, bin, next);
  }

  private void growAsFarAsItGoes(Bin bin) {
    boolean grown;
    do {
      grown = ask(bin);
    } while (grown);
  }

  private int slotsOfOthers() {
    return others.stream().mapToInt(heap::capacity).sum();
  }
}
