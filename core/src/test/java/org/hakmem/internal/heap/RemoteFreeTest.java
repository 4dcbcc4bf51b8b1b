package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import java.util.List;
import java.util.Objects;
import org.hakmem.HakmemStats;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Blocks that are freed by others than their slab's owner: how they travel, and that all arrive.
 */
class RemoteFreeTest {

  private static final int SMALL = SizeClasses.of(64);

  private World world = World.of(builder -> builder.stickyRingSize(0));

  @AfterEach
  void allIsValid() {
    assertThat(world.fault()).isNull();
  }

  private HakmemStats.SizeClass figures(int sizeClass) {
    return new Census(world.shared)
        .classes().stream()
            .filter(each -> each.blockBytes() == SizeClasses.blockBytes(sizeClass))
            .findFirst()
            .orElseThrow();
  }

  /** A magazine of blocks of two words is two atomic operations, so the slab sees two words set. */
  @Test
  void travelByTheMagazineful() {
    Heap owner = world.heap();
    Heap freer = world.heap();
    List<Long> blocks = world.allocate(owner, SMALL, 128);
    Slab slab = world.slabOf(blocks.getFirst());
    assertThat(blocks).allMatch(slab::contains);

    for (long block : blocks) {
      world.free(freer, block);
    }
    long inMagazine = freer.cachedInAll(SMALL);
    assertThat(freer.counted(Counter.REMOTE_FREES)).isEqualTo(128 - inMagazine);
    assertThat(slab.remoteCount()).isEqualTo(128 - (int) inMagazine);
    assertThat(slab.isOwnedBy(owner.id())).as("they wait for their owner").isTrue();

    world.slowPath.dismantle(freer);
    assertThat(slab.remoteCount()).isEqualTo(128);
    assertThat(figures(SMALL).liveBlocks()).isZero();
  }

  @Test
  void areNotRemoteForTheOwner() {
    Heap owner = world.heap();
    world.allocate(owner, SMALL, 300).forEach(block -> world.free(owner, block));
    world.slowPath.dismantle(owner);

    assertThat(owner.counted(Counter.REMOTE_FREES)).isZero();
  }

  @Test
  void areDrainedByTheOwnerWhenItNeedsThem() {
    world = World.withoutMagazines();
    Heap owner = world.heap();
    Heap freer = world.heap();
    List<Long> blocks = world.allocate(owner, FOUR_A_SLAB, 4);
    blocks.forEach(block -> world.free(freer, block));

    assertThat(world.allocate(owner, FOUR_A_SLAB, 4)).containsExactlyInAnyOrderElementsOf(blocks);
    assertThat(owner.counted(Counter.DRAINS)).isEqualTo(1);
    assertThat(owner.counted(Counter.REFILL_FRESH)).isEqualTo(1);
  }

  @Test
  void ofAFullSlabPostItOnceForAllOfThem() {
    world = World.withoutMagazines(builder -> builder.stickyRingSize(0));
    Heap owner = world.heap();
    List<Long> blocks = world.allocate(owner, FOUR_A_SLAB, 5);
    Slab slab = world.slabOf(blocks.getFirst());
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.FULL);

    for (int i = 0; i < 4; i++) {
      world.free(world.heap(), blocks.get(i));
      assertThat(slab.ownerVolatile()).isEqualTo(Owner.POSTED);
      assertThat(world.shared.mailbox(FOUR_A_SLAB).size()).isEqualTo(1);
    }
  }

  /** Only frees, and no scavenger: the flushes give back what became empty. */
  @Test
  void giveEmptySlabsBack() {
    Heap owner = world.heap();
    Heap freer = world.heap();
    int slabs = 100;
    List<Long> blocks =
        world.allocate(owner, SMALL, slabs * SizeClasses.slabPages(SMALL) * (65536 / 64));

    blocks.forEach(block -> world.free(freer, block));

    assertThat(freer.counted(Counter.SLABS_RETIRED)).isGreaterThan(slabs * 8 / 10);
    assertThat(figures(SMALL).slabs()).isLessThan(slabs * 2 / 10);
  }

  @Test
  void ofLargeBlocksGiveEmptySlabsBackToo() {
    Heap owner = world.heap();
    Heap freer = world.heap();
    int sizeClass = SizeClasses.of(100 << 10);
    List<Long> blocks = world.allocate(owner, sizeClass, 200);

    int before = figures(sizeClass).slabs();
    blocks.forEach(block -> world.free(freer, block));

    assertThat(freer.counted(Counter.SLABS_RETIRED)).isGreaterThan(before * 8L / 10);
  }

  /** After a heap was taken apart nothing is left in it, and what it had is findable by others. */
  @Test
  void leaveNothingBehindInAHeapThatIsTakenApart() {
    Heap owner = world.heap();
    Heap freer = world.heap();
    List<Long> blocks = world.allocate(owner, SMALL, 500);
    blocks.subList(0, 250).forEach(block -> world.free(freer, block));
    blocks.subList(250, 400).forEach(block -> world.free(owner, block));
    world.slowPath.dismantle(owner);
    world.slowPath.dismantle(freer);

    assertThat(owner.isInUse() || freer.isInUse()).isFalse();
    assertThat(world.shared.cachedBytes().spent()).isZero();
    assertThat(figures(SMALL).cachedBlocks()).isZero();
    assertThat(figures(SMALL).liveBlocks()).isEqualTo(100);

    Heap next = world.heap();
    assertThat(world.allocate(next, SMALL, 400))
        .doesNotContainAnyElementsOf(blocks.subList(400, 500));
    assertThat(next.counted(Counter.REFILL_MAILBOX)).isPositive();
    assertThat(next.counted(Counter.REFILL_FRESH)).isZero();
  }

  @Test
  void ofASlabRetiredSinceAreRefused() {
    Heap owner = world.heap();
    Slab slab = world.slabWithFree(owner, 4);
    world.shared.giveUp(owner, slab);

    assertThat(slab.ownerVolatile()).isEqualTo(Owner.RETIRED);
    assertThat(slab.announceRemote(0)).as("a late freer posts nothing").isFalse();
    assertThat(Objects.requireNonNullElse(world.shared.slabAt(slab.address()), "none"))
        .isEqualTo("none");
  }
}
