package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inspection that all other tests rely on, shown one fault of each kind. */
class InspectionTest {

  private static final int SMALL = SizeClasses.of(64);

  private final World world = World.of(builder -> builder);
  private final Heap heap = world.heap();

  @BeforeEach
  void beginsWithoutAFault() {
    world.allocate(heap, FOUR_A_SLAB, 9);
    world.allocate(heap, SMALL, 9).forEach(block -> world.free(heap, block));
    assertThat(world.fault()).isNull();
  }

  /** A slab of four blocks, of which the last is free. */
  private Slab benched() {
    Slab slab = world.slabWithFree(heap, 1);
    world.bin(heap).pushBench(slab);
    assertThat(world.fault()).isNull();
    return slab;
  }

  @Test
  void twoBins() {
    world.bin(world.heap()).setHot(world.bin(heap).hot());

    assertThat(world.fault()).startsWith("in two bins: ");
  }

  @Test
  void ownedButInNoBin() {
    world.bin(heap).takeAny();

    assertThat(world.fault()).startsWith("owned, but in none of its bins: ");
  }

  @Test
  void inABinButNotOwned() {
    Slab slab = world.slabWithFree(heap, 1);
    slab.post(heap.id());
    world.bin(heap).pushBench(slab);

    assertThat(world.fault()).startsWith("in a bin, but not owned: ");
  }

  @Test
  void retiredButOnItsPages() {
    world.slabWithFree(heap, 4).retire(heap.id());

    assertThat(world.fault()).startsWith("retired, but on its pages: ");
  }

  @Test
  void aStateThatIsAnother() {
    Slab slab = world.bin(heap).hot();
    world.states.setLive(slab.sizeClass(), slab.addressOf(3));

    assertThat(world.fault()).startsWith("its state is another: ");
  }

  @Test
  void remoteFreeThatIsNotAnnounced() {
    benched().freeRemote(0, 1);

    assertThat(world.fault()).startsWith("not valid: ");
  }

  @Test
  void freeAndRemote() {
    Slab slab = benched();
    world.states.setInSlab(slab.sizeClass(), slab.address());
    slab.freeRemote(0, 1);
    slab.announceRemote(0);
    assertThat(world.fault()).isNull();
    slab.freeLocal(0, 1);

    assertThat(world.fault()).startsWith("not valid: ");
  }

  @Test
  void freedTwiceLocally() {
    Slab slab = benched();
    slab.freeLocal(0, 0b1000); // is free: counted twice

    assertThat(world.fault()).startsWith("not valid: ");
  }

  @Test
  void cachedTwice() {
    Bin bin = heap.binIfAny(SMALL);
    long address = Magazines.get(heap.magazines(), bin.bottom(), 0);
    Magazines.push(heap.magazines(), SMALL, address);

    assertThat(world.fault()).startsWith("cached twice: ");
  }

  @Test
  void cachedByTwoHeaps() {
    Heap other = world.heap();
    long address = world.allocate(other, SMALL);
    world.free(heap, address);
    world.states.setLive(SMALL, address);
    world.free(other, address);

    assertThat(world.fault()).startsWith("cached, but its state is another: ");
  }

  @Test
  void cachedAndFree() {
    Bin bin = heap.binIfAny(SMALL);
    long address = Magazines.get(heap.magazines(), bin.bottom(), 0);
    Slab slab = world.slabOf(address);
    slab.freeLocal(0, 1L << slab.indexOf(address));

    assertThat(world.fault()).startsWith("cached and free: ");
  }

  @Test
  void cachedButNoBlock() {
    Bin bin = heap.binIfAny(SMALL);
    long address = Magazines.get(heap.magazines(), bin.bottom(), 0);
    Magazines.push(heap.magazines(), SMALL, address + 16);

    assertThat(world.fault()).startsWith("cached but no block: ");
  }

  @Test
  void withoutACap() {
    Bin bin = heap.binIfAny(SMALL);
    heap.magazines()[Magazines.oldest(bin.bottom()) + heap.capacity(bin)] = 0;

    assertThat(world.fault()).startsWith("magazine without a cap: ");
  }
}
