package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each refill source at work, their order, and that they do nothing but nominate. */
class RefillSourcesTest {

  private World world = World.withoutMagazines();

  @AfterEach
  void allIsValid() {
    assertThat(world.fault()).isNull();
  }

  // ---- Each one --------------------------------------------------------------------------------

  @Test
  void freshThenHot() {
    Heap heap = world.heap();

    long first = world.allocate(heap);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_FRESH);

    long second = world.allocate(heap);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_HOT, Counter.REFILL_FRESH);
    assertThat(world.slabOf(second)).isSameAs(world.slabOf(first));
  }

  @Test
  void hotIsDrainedWhenItIsExhausted() {
    Heap heap = world.heap();
    long first = world.allocate(heap, FOUR_A_SLAB, 4).getFirst();
    world.free(world.heap(), first);
    long before = heap.counted(Counter.REFILL_HOT);

    assertThat(world.allocate(heap)).isEqualTo(first);
    assertThat(heap.counted(Counter.REFILL_HOT)).isEqualTo(before + 1);
    assertThat(heap.counted(Counter.DRAINS)).isEqualTo(1);
  }

  @Test
  void stickyTriesTheSlabsThatWereUsedLast() {
    Heap heap = world.heap();
    long old = world.allocate(heap, FOUR_A_SLAB, 8).getFirst(); // in the ring; the hot one is full
    world.free(heap, old);

    assertThat(world.allocate(heap)).isEqualTo(old);
    assertThat(heap.counted(Counter.REFILL_STICKY)).isEqualTo(1);
  }

  @Test
  void stickySeesRemoteFreesToo() {
    Heap heap = world.heap();
    long old = world.allocate(heap, FOUR_A_SLAB, 8).getFirst();
    world.free(world.heap(), old);

    assertThat(world.allocate(heap)).isEqualTo(old);
    assertThat(heap.counted(Counter.REFILL_STICKY)).isEqualTo(1);
  }

  /** A slab gets there when a block of it is freed while it has to leave the ring. */
  @Test
  void benchKeepsWhatLeavesTheRingWithRoom() {
    world = World.withoutMagazines(builder -> builder.stickyRingSize(1));
    Heap heap = world.heap();
    long old = world.allocate(heap, FOUR_A_SLAB, 8).getFirst();
    Heap other = world.heap();
    world.fillSuperslabs();
    world.os.onNextCommit(() -> world.free(other, old));

    world.allocate(
        heap, FOUR_A_SLAB, 4); // from a fresh slab, for which the old one leaves the ring
    assertThat(heap.counted(Counter.REFILL_FRESH)).isEqualTo(3);

    assertThat(world.allocate(heap)).isEqualTo(old);
    assertThat(heap.counted(Counter.REFILL_BENCH)).isEqualTo(1);
  }

  @Test
  void mailboxHasWhatOthersFreedIntoFullSlabs() {
    world = World.withoutMagazines(builder -> builder.stickyRingSize(0));
    Heap left = world.heap();
    long block = world.allocate(left, FOUR_A_SLAB, 5).getFirst(); // its slab is full, nobody's
    assertThat(world.slabOf(block).ownerVolatile()).isEqualTo(Owner.FULL);
    world.free(world.heap(), block);

    Heap heap = world.heap();
    assertThat(world.allocate(heap)).isEqualTo(block);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_MAILBOX);
    assertThat(heap.counted(Counter.CLAIMS_WON)).isEqualTo(1);
    assertThat(heap.counted(Counter.DRAINS)).isEqualTo(1);
  }

  @Test
  void adoptTakesWhatEndedThreadsLeft() throws InterruptedException {
    Slab[] left = new Slab[1];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> left[0] = world.slabOf(world.allocate(world.current.attached())));
    thread.join();

    Heap heap = world.heap();
    assertThat(world.slabOf(world.allocate(heap))).isSameAs(left[0]);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_ADOPT);
    assertThat(heap.counted(Counter.ADOPTIONS)).isEqualTo(1);
    assertThat(left[0].isOwnedBy(heap.id())).isTrue();
  }

  @Test
  void adoptLeavesTheSlabsOfLivingThreadsAlone() {
    Heap living = world.heap();
    world.allocate(living);
    Heap heap = world.heap();

    world.allocate(heap);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_FRESH);
  }

  @Test
  void withAdoptOffNothingIsAdopted() {
    world = World.withoutMagazines(builder -> builder.adopt(false));
    Heap left = world.heap();
    world.allocate(left);
    left.letGo();
    Heap heap = world.heap();

    world.allocate(heap);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_FRESH);
  }

  @Test
  void gateFindsASlabWhosePosterStoppedBeforeItMailedIt() {
    world = World.withoutMagazines(builder -> builder.stickyRingSize(0));
    long block = world.allocate(world.heap(), FOUR_A_SLAB, 5).getFirst();
    Slab slab = world.slabOf(block);
    slab.freeRemote(0, 1L << slab.indexOf(block));
    assertThat(slab.announceRemote(0)).as("it is this thread's to mail").isTrue();

    Heap heap = world.heap();
    assertThat(world.allocate(heap)).isEqualTo(block);
    assertThat(refillsOf(heap)).containsExactly(Counter.REFILL_GATE);
  }

  /** One sweep looks at two superslabs, and the next goes on from there. */
  @Test
  void gateGoesOnWhereItStopped() {
    Heap poster = world.heap();
    for (int i = 0; i < 5; i++) {
      world.slabWithFree(poster, 0).release(poster.id());
      world.fillSuperslabs();
    }
    Slab last = world.slabWithFree(poster, 1);
    last.post(poster.id());
    world.fillSuperslabs();
    Heap heap = world.heap();
    List<Slab> found = new ArrayList<>();

    for (int i = 0; i < 6 && !found.contains(last); i++) {
      Slab nominee = new GateSource(world.shared).nominate(heap, world.bin(heap));
      if (nominee != null) {
        found.add(nominee);
      }
    }
    assertThat(found).containsExactly(last);
  }

  // ---- All of them -----------------------------------------------------------------------------

  @Test
  void cheapestFirst() {
    Heap heap = world.heap();
    Heap other = world.heap();
    List<Slab> inOrder = oneForEachSource(heap, other);

    List<Slab> used =
        IntStream.range(0, 7).mapToObj(i -> world.slabOf(world.allocate(heap))).toList();

    assertThat(used.subList(0, 6)).isEqualTo(inOrder);
    assertThat(inOrder).doesNotContain(used.get(6));
    assertThat(refillsOf(heap))
        .containsExactly(
            Counter.REFILL_HOT,
            Counter.REFILL_STICKY,
            Counter.REFILL_BENCH,
            Counter.REFILL_MAILBOX,
            Counter.REFILL_ADOPT,
            Counter.REFILL_GATE,
            Counter.REFILL_FRESH);
    assertThat(heap.counted(Counter.CLAIMS_WON)).isEqualTo(3);
    assertThat(heap.counted(Counter.CLAIMS_LOST)).isZero();
    world.slowPath.dismantle(other);
  }

  @Test
  void sourcesOnlyNominate() {
    Heap heap = world.heap();
    Heap other = world.heap();
    List<Slab> slabs = oneForEachSource(heap, other);
    slabs.forEach(slab ->
        world.states.takeBackLive(
            slab.sizeClass(), slab.address())); // block 0 of each was taken first
    slabs.forEach(slab -> slab.freeRemote(0, 1));
    slabs.forEach(slab -> slab.announceRemote(0));
    List<RefillSource> sources =
        List.of(
            new HotSource(),
            new StickySource(),
            new BenchSource(),
            new MailboxSource(world.shared),
            new AdoptSource(world.shared),
            new GateSource(world.shared));

    for (int i = 0; i < sources.size(); i++) {
      Slab nominee = sources.get(i).nominate(heap, world.bin(heap));

      assertThat(nominee).isSameAs(slabs.get(i));
      assertThat(nominee.hasRemote()).as("not drained").isTrue();
      assertThat(nominee.freeCount()).isEqualTo(1);
      assertThat(nominee.ownerVolatile()).isEqualTo(i < 3 ? heap.id() : Owner.POSTED);
      assertThat(world.shared.claim(heap, nominee)).isTrue(); // as Refill does
      assertThat(nominee.freeCount()).as("nor does the claim drain").isEqualTo(1);
    }
    assertThat(heap.counted(Counter.CLAIMS_WON)).isEqualTo(3);
    assertThat(heap.counted(Counter.DRAINS)).isZero();
    slabs.forEach(slab -> world.shared.giveUp(heap, slab));
  }

  @Test
  void aRingOfNoSlabsWorks() {
    world = World.withoutMagazines(builder -> builder.stickyRingSize(0));
    Heap heap = world.heap();
    List<Long> blocks = world.allocate(heap, FOUR_A_SLAB, 40);
    blocks.forEach(block -> world.free(heap, block));

    assertThat(new Census(world.shared).classes())
        .allSatisfy(each -> assertThat(each.liveBlocks()).isZero());
    assertThat(heap.counted(Counter.REFILL_STICKY)).isZero();
    assertThat(world.fault()).isNull();
    assertThat(world.allocate(heap, FOUR_A_SLAB, 40)).doesNotHaveDuplicates();
  }

  /** Slabs with one free block each, in the order in which they should be used. */
  private List<Slab> oneForEachSource(Heap heap, Heap other) {
    Bin bin = world.bin(heap);
    List<Slab> slabs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      slabs.add(world.slabWithFree(heap, 1));
    }
    bin.setHot(slabs.get(0));
    bin.pushSticky(slabs.get(1));
    bin.pushBench(slabs.get(2));

    Slab mailed = world.slabWithFree(other, 1);
    world.shared.giveUp(other, mailed);
    slabs.add(mailed);

    Heap orphan = world.heap();
    Slab orphaned = world.slabWithFree(orphan, 1);
    world.bin(orphan).setHot(orphaned);
    orphan.letGo();
    slabs.add(orphaned);

    Slab postedOnly = world.slabWithFree(other, 1);
    postedOnly.post(other.id());
    slabs.add(postedOnly);
    return slabs;
  }

  private static List<Counter> refillsOf(Heap heap) {
    return List.of(Counter.values()).stream()
        .filter(counter -> counter.name().startsWith("REFILL_") && heap.counted(counter) > 0)
        .toList();
  }
}
