package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.heap.Heap;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Faults made on purpose, behind the allocator's back: the check of the invariants, on which the
 * other tests rely, must see each of them.
 */
class SeededFaultsTest {

  private static final long OTHER_HEAP = 1_000_000;

  private Hakmem hakmem;
  private List<Long> blocks;
  private Slab slab;

  /** Two slabs: the first is exhausted, the second is in use. */
  @BeforeEach
  void create() {
    hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build());
    blocks = new ArrayList<>();
    for (int i = 0; i < 96; i++) {
      blocks.add(hakmem.malloc(1024));
    }
    slab = hakmem.engine().small().slabOfBlock(blocks.getFirst());
    assertThat(hakmem.engine().firstFault()).isNull();
  }

  @AfterEach
  void close() {
    hakmem.close();
  }

  private Heap heap() {
    return hakmem.engine().small().current().fast();
  }

  private void assertFault(String fault) {
    assertThat(hakmem.engine().firstFault()).contains(fault);
  }

  @Test
  void aBlockThatIsCachedAndFree() {
    hakmem.free(blocks.getFirst());
    slab.freeLocal(0, 1L << slab.indexOf(blocks.getFirst()));
    assertFault("cached and free");
  }

  @Test
  void aBlockThatIsCachedAndRemote() {
    hakmem.free(blocks.getFirst());
    slab.freeRemote(0, 1L << slab.indexOf(blocks.getFirst()));
    slab.announceRemote(0);
    assertFault("cached and free");
  }

  @Test
  void aBlockThatIsCachedTwice() {
    hakmem.free(blocks.get(0));
    hakmem.free(blocks.get(1));
    BlockStates states = hakmem.engine().fastStates();
    states.setLive(slab.sizeClass(), blocks.get(0));
    assertThat(heap().push(slab.sizeClass(), blocks.get(0), states)).isTrue();
    assertFault("cached twice");
  }

  @Test
  void anAddressThatIsCachedAndNoBlock() {
    hakmem.free(blocks.getLast());
    long inside = blocks.getFirst() + 16;
    assertThat(heap().push(slab.sizeClass(), inside, hakmem.engine().fastStates())).isTrue();
    assertFault("cached but no block");
  }

  @Test
  void aFreeCountThatIsTooHigh() {
    Slab inUse = hakmem.engine().small().slabOfBlock(blocks.getLast());
    int index = inUse.indexOf(blocks.getLast());
    inUse.freeLocal(index >>> 6, 1L << index);
    inUse.freeLocal(index >>> 6, 1L << index);
    assertFault("not valid");
  }

  @Test
  void aRemoteFreeThatWasNotAnnounced() {
    slab.freeRemote(0, 1L << slab.indexOf(blocks.getFirst()));
    assertFault("not valid");
  }

  @Test
  void aBlockThatIsFreeAndRemote() {
    int index = slab.indexOf(blocks.getFirst());
    slab.freeLocal(0, 1L << index);
    slab.freeRemote(0, 1L << index);
    slab.announceRemote(0);
    assertFault("not valid");
  }

  @Test
  void aSlabThatNoHeapHas() {
    slab.post(heap().id());
    assertThat(slab.claim(OTHER_HEAP)).isTrue();
    assertFault("owned, but in none of its bins");
  }

  @Test
  void aSlabThatAHeapHasAndDoesNotOwn() {
    slab.post(heap().id());
    assertFault("in a bin, but not owned");
  }

  /** A slab that nobody owns, with room: what a lost hand-over would leave behind. */
  private Slab postedSlab() {
    hakmem.free(blocks.getFirst());
    hakmem.trim();
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.POSTED);
    assertThat(hakmem.engine().firstFault()).isNull();
    return slab;
  }

  private static void setOwner(Slab slab, long owner) throws ReflectiveOperationException {
    Field field = Slab.class.getDeclaredField("owner");
    field.setAccessible(true);
    field.setLong(slab, owner);
  }

  @Test
  void aSlabWithRoomThatIsStranded() throws ReflectiveOperationException {
    setOwner(postedSlab(), Owner.FULL);
    assertFault("stranded");
  }

  /** As if a release had not looked again for remote frees that came meanwhile. */
  @Test
  void aSlabWithARemoteFreeThatIsStranded() throws ReflectiveOperationException {
    setOwner(postedSlab(), OTHER_HEAP);
    slab.take(new long[1], 0, 1, (byte) -1);
    int index = slab.indexOf(blocks.get(1));
    slab.freeRemote(index >>> 6, 1L << index);
    assertThat(slab.announceRemote(index >>> 6)).as("owned").isFalse();
    setOwner(slab, Owner.FULL);
    assertFault("stranded");
  }

  @Test
  void aSlabThatIsRetiredOnItsPages() throws ReflectiveOperationException {
    setOwner(postedSlab(), Owner.RETIRED);
    assertFault("retired, but on its pages");
  }

  @Test
  void aLiveBlockWhoseStateIsAnother() {
    hakmem.engine().fastStates().setInSlab(slab.sizeClass(), blocks.getFirst());
    assertFault("its state is another");
  }

  @Test
  void aFreeBlockWhoseStateIsAnother() {
    postedSlab();
    hakmem.engine().fastStates().setLive(slab.sizeClass(), blocks.getFirst());
    assertFault("its state is another");
  }

  @Test
  void aCachedBlockWhoseStateIsAnother() {
    hakmem.free(blocks.getFirst());
    hakmem.engine().fastStates().setLive(slab.sizeClass(), blocks.getFirst());
    assertFault("cached, but its state is another");
  }
}
