package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thread that is handed a few blocks and frees them does not get them again: it would share cache
 * lines with the thread that allocated them.
 */
class HandedBlocksTest {

  private static final int BYTES = 16;

  private final Hakmem hakmem = Hakmem.create(HakmemConfig.builder().build());
  private final long handed = hakmem.malloc(BYTES);

  @AfterEach
  void close() {
    hakmem.close();
  }

  private Slab slabOf(long address) {
    return hakmem.engine().small().slabOfBlock(address);
  }

  /** Frees the blocks in a thread of its own, which then allocates as many; the slabs of these. */
  private List<Slab> replaceInAThread(List<Long> blocks) throws InterruptedException {
    List<Slab> slabs = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              blocks.forEach(hakmem::free);
              List<Long> own = new ArrayList<>();
              blocks.forEach(block -> own.add(hakmem.malloc(BYTES)));
              own.forEach(block -> slabs.add(slabOf(block)));
              own.forEach(hakmem::free);
            });
    thread.join();
    assertThat(slabs).hasSameSizeAs(blocks);
    return slabs;
  }

  @Test
  void goBackToTheirSlab() throws InterruptedException {
    Slab slab = slabOf(handed);
    assertThat(replaceInAThread(List.of(handed))).doesNotContain(slab);
    assertThat(slab.remoteCount()).isEqualTo(1);
  }

  @Test
  void goBackFromAThreadWithTheHeapOfOneThatEndedToo() throws InterruptedException {
    Slab slab = slabOf(handed);
    long another = hakmem.malloc(BYTES);
    replaceInAThread(List.of(handed));
    long heaps = hakmem.stats().heaps();
    assertThat(replaceInAThread(List.of(another))).doesNotContain(slab);
    assertThat(hakmem.stats().heaps()).as("adopted").isEqualTo(heaps);
  }

  /** Each on its own would cost whoever only frees an atomic operation a block. */
  @Test
  void areCachedOnceTheyAreMany() throws InterruptedException {
    Slab slab = slabOf(handed);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      blocks.add(hakmem.malloc(BYTES));
    }
    assertThat(replaceInAThread(blocks)).filteredOn(slab::equals).hasSize(8);
    assertThat(slab.remoteCount()).isEqualTo(4);
  }
}
