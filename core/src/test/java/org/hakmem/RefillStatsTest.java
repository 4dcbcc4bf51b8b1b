package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.hakmem.HakmemStats.Refills;
import org.hakmem.internal.heap.NoMemory;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each refill source, driven through the API and seen in the statistics. */
class RefillStatsTest {

  /** Four of these blocks make a slab. */
  private static final int BLOCK = 16 << 10;

  private static final int FOUR = 4;

  private final NoMemory os = new NoMemory();
  private Hakmem hakmem = create(1, os);
  private final List<Long> blocks = new ArrayList<>();

  private static Hakmem create(int ring, NoMemory os) {
    return Hakmem.create(
        HakmemConfig.builder().magazineCapacity(0).stickyRingSize(ring).scavenger(false).build(),
        os);
  }

  @AfterEach
  void allIsValid() {
    assertThat(hakmem.engine().firstFault()).isNull();
    assertThat(hakmem.stats().liveBlocks()).isEqualTo(blocks.size());
    blocks.forEach(hakmem::free);
    assertThat(hakmem.engine().firstFault()).isNull();
    assertThat(hakmem.stats().liveBlocks()).isZero();
  }

  private long allocate(int count) {
    for (int i = 0; i < count; i++) {
      blocks.add(hakmem.malloc(BLOCK));
    }
    return blocks.getLast();
  }

  private static void inAnotherThread(Runnable action) {
    Thread thread = Thread.ofPlatform().start(action);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void freeInAnotherThread(int index) {
    long block = blocks.remove(index);
    inAnotherThread(() -> hakmem.free(block));
  }

  /** How much a figure grows by one allocation. */
  private long growth(ToLongFunction<Refills> figure) {
    long before = figure.applyAsLong(hakmem.stats().refills());
    allocate(1);
    return figure.applyAsLong(hakmem.stats().refills()) - before;
  }

  @Test
  void freshAndHot() {
    assertThat(growth(Refills::fresh)).isEqualTo(1);
    assertThat(growth(Refills::hot)).isEqualTo(1);
    assertThat(hakmem.stats().slabs()).isEqualTo(1);
  }

  @Test
  void sticky() {
    allocate(2 * FOUR);
    freeInAnotherThread(0);

    assertThat(growth(Refills::sticky)).isEqualTo(1);
    assertThat(hakmem.stats().protocol().drains()).isEqualTo(1);
    assertThat(hakmem.stats().protocol().remoteFrees()).isEqualTo(1);
  }

  /** When a superslab is committed, a block is freed of the slab that then leaves the ring. */
  @Test
  void bench() {
    allocate(FOUR);
    os.onNextCommit(() -> freeInAnotherThread(blocks.size() - 2 * FOUR));
    while (hakmem.stats().refills().bench() == 0 && blocks.size() < 1000) {
      allocate(1);
    }

    assertThat(hakmem.stats().refills().bench()).isEqualTo(1);
  }

  @Test
  void mailbox() {
    allocate(4 * FOUR);
    freeInAnotherThread(0); // of a slab that has left the ring, full

    assertThat(growth(Refills::mailbox)).isEqualTo(1);
    assertThat(hakmem.stats().protocol().claimsWon()).isEqualTo(1);
  }

  @Test
  void adopt() {
    allocate(FOUR);
    inAnotherThread(() -> allocate(1));

    assertThat(growth(Refills::adopt)).isEqualTo(1);
    assertThat(hakmem.stats().protocol().adoptions()).isEqualTo(1);
    assertThat(hakmem.stats().slabs()).isEqualTo(2);
  }

  /** A thread that stops for good after it has posted a slab and before it mails it. */
  @Test
  void gate() {
    allocate(4 * FOUR);
    long block = blocks.removeFirst();
    Slab slab = hakmem.engine().small().slabOfBlock(block);
    slab.freeRemote(0, 1L << slab.indexOf(block));
    assertThat(slab.announceRemote(0)).isTrue();

    assertThat(growth(Refills::gate)).isEqualTo(1);
    assertThat(blocks).endsWith(block);
  }

  /**
   * A slab that stands in its mailbox but was claimed by another thread, which found it elsewhere.
   */
  @Test
  void claimsLost() {
    allocate(4 * FOUR);
    freeInAnotherThread(0);
    Slab slab = hakmem.engine().small().slabOfBlock(blocks.getFirst());
    long other = Long.MAX_VALUE;
    assertThat(slab.claim(other)).isTrue();

    assertThat(growth(Refills::fresh)).isEqualTo(1);
    assertThat(hakmem.stats().protocol().claimsLost()).isEqualTo(1);
    assertThat(slab.isOwnedBy(other)).isTrue();
    assertThat(slab.remoteCount()).as("not drained").isEqualTo(1);
    slab.post(other);
    freeInAnotherThread(0); // and now it is found again
  }

  @Test
  void withoutARing() {
    hakmem = create(0, new NoMemory());
    allocate(4 * FOUR);
    freeInAnotherThread(0);

    assertThat(growth(Refills::mailbox)).isEqualTo(1);
    assertThat(hakmem.stats().refills().sticky()).isZero();
  }
}
