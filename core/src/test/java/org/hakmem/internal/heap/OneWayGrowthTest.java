package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.hakmem.internal.heap.Growth.Lack;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How far a magazine grows whose thread only allocates, or only frees. */
class OneWayGrowthTest {

  private static final int BLOCK_BYTES = 64;

  /** 4 KiB of them. */
  private static final int ONE_WAY_SLOTS = 64;

  private final World world = World.of(builder -> builder.magazineCapacity(256));
  private final Growth growth = new Growth(world.shared, new Flush(world.shared));
  private final Heap heap = world.heap();
  private final Bin bin = world.shared.bin(heap, SizeClasses.of(BLOCK_BYTES));

  @ParameterizedTest
  @EnumSource(Lack.class)
  void itStopsAtFourKibibytes(Lack lack) {
    ask(lack, 100);
    assertThat(heap.capacity(bin)).isEqualTo(ONE_WAY_SLOTS);
  }

  @ParameterizedTest
  @EnumSource(Lack.class)
  void itGoesOnIfItIsUsedALot(Lack lack) {
    ask(lack, 64 * (64 + 128) + 10);
    assertThat(heap.capacity(bin)).isEqualTo(256);
  }

  @Test
  void withTrafficBothWaysItGoesOnAtOnce() {
    ask(Lack.ROOM, 10);
    ask(Lack.BLOCKS, 1);
    assertThat(heap.capacity(bin)).isEqualTo(2 * ONE_WAY_SLOTS);
    ask(Lack.BLOCKS, 1);
    assertThat(heap.capacity(bin)).isEqualTo(4 * ONE_WAY_SLOTS);
  }

  @Test
  void theNextThreadMayHaveItOneWayOnly() {
    ask(Lack.ROOM, 10);
    heap.beginAnew();
    ask(Lack.BLOCKS, 10);
    assertThat(heap.capacity(bin)).isEqualTo(ONE_WAY_SLOTS);
  }

  private void ask(Lack lack, int times) {
    for (int i = 0; i < times; i++) {
      growth.grow(heap, bin, lack);
    }
  }
}
