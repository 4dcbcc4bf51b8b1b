package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.Test;

/** A heap is idle once nothing happened to it for a while, and not because it looks the same. */
class IdleWatchTest {

  private static final int SMALL = SizeClasses.of(64);

  private final World world = World.of(builder -> builder);
  private final Heap heap = world.heap();
  private final List<Runnable> betweenGlances = new ArrayList<>();
  private final IdleWatch watch =
      new IdleWatch(() -> {
        if (!betweenGlances.isEmpty()) {
          betweenGlances.removeFirst().run();
        }
      });
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

  /** As a loop of malloc and free does, whenever a look comes between two of its turns. */
  @Test
  void isNotIdleIfItOnlyLooksTheSameAtEachLook() {
    for (int i = 0; i < 10; i++) {
      free();
      allocate();
      betweenGlances.add(() -> {});
      betweenGlances.add(this::free);
      assertThat(look()).isEmpty();
      betweenGlances.forEach(Runnable::run);
      betweenGlances.clear();
      allocate();
    }
  }

  @Test
  void isIdleOnlyAfterTwoMoreLooksOnceItWasSeenAtWork() {
    look();
    look();
    betweenGlances.add(this::free);
    assertThat(look()).isEmpty();
    assertThat(look()).isEmpty();
    assertThat(look()).containsExactly(heap);
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
