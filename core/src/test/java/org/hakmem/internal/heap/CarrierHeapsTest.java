package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heaps that are leased to carriers: who gets one, who may enter it, and how a lease ends. */
class CarrierHeapsTest {

  private static final int STRIPES = 3;
  private static final long CARRIER = 0x7f00_0000_0000L;
  private static final long ANOTHER = 0x7f00_0010_0000L;

  private final World world = World.of(builder -> builder.magazineCapacity(4).stripes(STRIPES));
  private final CarrierHeaps carriers = world.current.carriers();

  @BeforeEach
  void runOnACarrier() {
    world.os.haveFences();
    world.os.runOn(CARRIER);
  }

  private Heap enterAndLeave() {
    Heap heap = carriers.enter();
    carriers.leave(heap);
    return heap;
  }

  /** The carrier's heap, with so many blocks in its magazine. */
  private Heap leasedHeap(int cached) {
    Heap heap = carriers.enter();
    List<Long> blocks = world.allocate(heap, World.FOUR_A_SLAB, cached);
    blocks.forEach(block -> world.free(heap, block));
    carriers.leave(heap);
    return heap;
  }

  private long pop() {
    return carriers.pop(World.FOUR_A_SLAB);
  }

  @Test
  void aCarrierHasItsHeapFromItsFirstSlowPathOn() {
    assertThat(pop()).isZero();
    Heap heap = leasedHeap(3);

    assertThat(heap.lease()).isNotNull();
    assertThat(heap.isStripe()).isFalse();
    assertThat(enterAndLeave()).isSameAs(heap);
    assertThat(pop()).isPositive();
    world.os.runOn(ANOTHER);
    assertThat(pop()).as("on another carrier").isZero();
    assertThat(enterAndLeave()).isNotSameAs(heap);
  }

  @Test
  void whatIsFreedOnACarrierIsAllocatedThereNext() {
    leasedHeap(1);
    long block = pop();

    assertThat(carriers.push(World.FOUR_A_SLAB, block)).isTrue();
    assertThat(pop()).isEqualTo(block);
  }

  @Test
  void whereNobodyKnowsTheCarrierThereAreStripes() {
    world.os.runOn(0);
    assertThat(enterAndLeave().isStripe()).isTrue();
    assertThat(pop()).isZero();
  }

  @Test
  void whereTheSystemCanNotFenceThereAreStripes() {
    World without = World.of(builder -> builder);
    without.os.runOn(CARRIER);
    Heap heap = without.current.carriers().enter();
    assertThat(heap.isStripe()).isTrue();
    assertThat(heap.lease()).isNull();
  }

  @Test
  void whereLeasesCanNotBeTakenBackThereAreStripes() {
    World without = World.of(builder -> builder.reclaimIdleThreads(false));
    without.os.runOn(CARRIER);
    without.os.haveFences();
    Heap heap = without.current.carriers().enter();
    assertThat(heap.isStripe()).isTrue();
    assertThat(heap.lease()).isNull();
  }

  @Test
  void thereAreNoMoreLeasesThanStripes() {
    Set<Heap> leased = new HashSet<>();
    Set<Heap> stripes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      world.os.runOn(CARRIER + (i << 20));
      Heap heap = enterAndLeave();
      (heap.isStripe() ? stripes : leased).add(heap);
    }

    assertThat(leased).hasSize(STRIPES);
    assertThat(stripes).isNotEmpty().hasSizeLessThanOrEqualTo(STRIPES);
  }

  /** Carriers trim, and end: their leases are for others then. */
  @Test
  void aLeaseIsGivenUpAfterATrimByItsCarrier() {
    for (int i = 0; i < 10 * STRIPES; i++) {
      world.os.runOn(CARRIER + (i << 20));
      Heap heap = leasedHeap(3);
      assertThat(heap.isStripe()).as("carrier %d", i).isFalse();
      Heap inside = carriers.enter();
      world.reclaimer.everything(inside);
      carriers.leave(inside);
      world.reclaimer.idleHeap(heap);
      assertThat(heap.lease()).isNull();
      assertThat(heap.isInUse()).isFalse();
    }
  }

  @Test
  void anOperationThatMayBlockKeepsOthersOutUntilItLeaves() {
    Heap heap = leasedHeap(3);
    Heap inside = carriers.enter();

    assertThat(inside).isSameAs(heap);
    assertThat(pop()).as("its thread has blocked, and another is mounted").isZero();
    assertThat(enterAndLeave().isStripe()).isTrue();
    assertThat(carriers.tryHold(heap)).isFalse();
    world.os.runOn(ANOTHER);
    carriers.leave(inside);
    world.os.runOn(CARRIER);
    assertThat(pop()).isPositive();
  }

  /** Else it could be over before it is in the table, where it would stay. */
  @Test
  void whoBeginsALeaseIsInside() {
    Heap heap = carriers.enter();

    assertThat(heap.lease()).isNotNull();
    assertThat(carriers.tryHold(heap)).isFalse();
    carriers.leave(heap);
    assertThat(carriers.tryHold(heap)).isTrue();
  }

  @Test
  void anOperationThatAStackEndedKeepsNobodyOut() {
    Heap heap = leasedHeap(3);
    assertThat(lease(heap).pass()).isTrue(); // and no leave

    assertThat(carriers.tryHold(heap)).as("for all that an examiner can know").isFalse();
    assertThat(pop()).isPositive();
    assertThat(carriers.tryHold(heap)).isTrue();
  }

  private static Lease lease(Heap heap) {
    Lease lease = heap.lease();
    if (lease == null) {
      throw new AssertionError("not leased");
    }
    return lease;
  }

  @Test
  void whoEndsALeaseHasTheHeap() {
    Heap heap = leasedHeap(3);
    Lease lease = lease(heap);

    assertThat(carriers.tryHold(heap)).isTrue();
    assertThat(heap.lease()).isNull();
    assertThat(lease.pass()).isFalse();
    assertThat(lease.work()).isFalse();
    assertThat(pop()).isZero();
    assertThat(carriers.tryHold(heap)).as("again").isFalse();
    heap.letGo();
    assertThat(enterAndLeave()).as("abandoned, it is the next one's").isSameAs(heap);
    assertThat(heap.lease()).isNotSameAs(lease);
  }

  @Test
  void whileALeaseIsExaminedItsCarrierDoesWithout() {
    Heap heap = leasedHeap(3);
    Lease lease = lease(heap);
    assertThat(lease.tryExamine()).isTrue();

    assertThat(pop()).isZero();
    assertThat(enterAndLeave().isStripe()).isTrue();
    assertThat(carriers.tryHold(heap)).as("by two").isFalse();
    lease.goOn();
    assertThat(pop()).isPositive();
  }

  /** Leases of carriers that ended go with their heaps' blocks; so there is room for others. */
  @Test
  void anIdleHeapIsTakenApartAndItsLeaseIsOver() {
    List<Heap> heaps = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < STRIPES; i++) {
        world.os.runOn(CARRIER + ((10L * round + i) << 20));
        heaps.add(leasedHeap(3));
      }
      assertThat(heaps).allMatch(heap -> heap.lease() != null);
      heaps.forEach(world.reclaimer::idleHeap);
      assertThat(heaps).allMatch(heap -> heap.lease() == null && !heap.isInUse());
      heaps.clear();
    }

    assertThat(world.shared.registry().all()).hasSize(STRIPES);
    assertThat(world.fault()).isNull();
  }
}
