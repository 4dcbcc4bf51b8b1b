package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.Test;

/** A heap is idle once nothing happened to it for a while, and not because it looks the same. */
class IdleWatchTest {

  private static final int SMALL = SizeClasses.of(64);

  private final World world = World.of(builder -> builder);
  private final Heap heap = world.heap();
  private final IdleWatch watch = new IdleWatch();
  private long block = world.allocate(heap, SMALL);

  private List<Heap> look() {
    return watch.idleAmong(world.shared.registry().all());
  }

  private void free() {
    world.free(heap, block);
  }

  private void allocate() {
    block = world.allocate(heap, SMALL);
  }

  @Test
  void isIdleAtTheThirdLookThatFindsItTheSame() {
    assertThat(look()).isEmpty();
    assertThat(look()).isEmpty();
    assertThat(look()).containsExactly(heap);
  }

  @Test
  void isNotIdleWhileItChangesBetweenLooks() {
    for (int i = 0; i < 10; i++) {
      free();
      assertThat(look()).isEmpty();
      allocate();
      assertThat(look()).isEmpty();
    }
  }

  /** As a loop of malloc and free does, if each look comes after the malloc. */
  @Test
  void isNotIdleIfEachLookFindsItsBlockTaken() {
    for (int i = 0; i < 10; i++) {
      free();
      allocate();
      assertThat(look()).isEmpty();
    }
  }

  /** The same, if each look comes after the free. */
  @Test
  void isNotIdleIfEachLookFindsItsBlockFree() {
    for (int i = 0; i < 10; i++) {
      free();
      assertThat(look()).isEmpty();
      allocate();
    }
  }

  @Test
  void isNotIdleWhileItOnlyAllocates() {
    for (int i = 0; i < 10; i++) {
      allocate();
      assertThat(look()).isEmpty();
    }
  }

  @Test
  void isIdleOnlyAfterTwoMoreLooksOnceItWasSeenAtWork() {
    look();
    look();
    free();
    allocate();
    assertThat(look()).isEmpty();
    assertThat(look()).isEmpty();
    assertThat(look()).containsExactly(heap);
  }

  @Test
  void aMarkOnABlockFreedLastChangesNothingForItsHolder() {
    free();
    heap.mark();
    assertThat(heap.isMarked()).isTrue();
    assertThat(heap.lastClass()).isEqualTo(SMALL);
    assertThat(heap.isLast(block)).isTrue();

    assertThat(heap.takeLast(SMALL, world.states)).isEqualTo(block);

    assertThat(heap.isMarked()).isFalse();
    assertThat(heap.takeLast(SMALL, world.states)).isZero();
  }

  @Test
  void aMarkOnAHeapWithoutOneChangesNothingForItsHolder() {
    free();
    allocate();
    heap.mark();
    assertThat(heap.isMarked()).isTrue();
    assertThat(heap.hasLast()).isFalse();
    assertThat(heap.takeLast(SMALL, world.states)).isZero();

    free();

    assertThat(heap.isMarked()).isFalse();
    assertThat(heap.isLast(block)).isTrue();
  }

  @Test
  void aMarkedHeapStaysMarkedIfItIsMarkedAgain() {
    heap.mark();
    heap.mark();

    assertThat(heap.isMarked()).isTrue();
  }

  @Test
  void oneThatHasNothingIsNeverIdle() {
    free();
    world.slowPath.dismantle(heap);

    for (int i = 0; i < 5; i++) {
      assertThat(look()).isEmpty();
    }
  }
}
