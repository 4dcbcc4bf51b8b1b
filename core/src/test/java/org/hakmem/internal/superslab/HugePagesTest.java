package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HugePagesTest {

  private static final int SUPERSLABS = 100;
  private static final int PAGES = 32;

  private final PaperMemory os = new PaperMemory(SUPERSLABS);
  private final SuperslabPool pool = new SuperslabPool(os, new Budget(Long.MAX_VALUE));
  private final HugePages hugePages = new HugePages(pool);

  /** By number, in the order in which they were asked for. */
  private final List<Integer> collapsed = new ArrayList<>();

  HugePagesTest() {
    os.residentBytes = superslab -> SUPERSLAB_BYTES;
    os.collapses = superslab -> collapsed.add(numberOf(superslab));
  }

  private int numberOf(long superslab) {
    return (int) ((superslab - os.windowBase()) / SUPERSLAB_BYTES);
  }

  private PageRun allocate(int pages) {
    return pool.allocate(pages, 1, (address, zeroed) -> LargeBlock.run(address, pages, zeroed));
  }

  private List<PageRun> fill(int superslabs) {
    List<PageRun> runs = new ArrayList<>();
    for (int i = 0; i < superslabs; i++) {
      runs.add(allocate(PAGES));
    }
    return runs;
  }

  @Test
  void whatIsInUseAllOverIsCollapsedOnce() {
    fill(5);
    hugePages.look();
    assertThat(collapsed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    hugePages.look();
    assertThat(collapsed).hasSize(5);
  }

  @Test
  void aSuperslabWithFreePagesIsLeftAlone() {
    fill(4);
    allocate(PAGES - 1);
    hugePages.look();
    assertThat(collapsed).containsExactlyInAnyOrder(0, 1, 2, 3);
    allocate(1);
    hugePages.look();
    assertThat(collapsed).as("now it is full").hasSize(5).endsWith(4);
  }

  @Test
  void threeSuperslabsAreTooFew() {
    fill(3);
    hugePages.look();
    assertThat(collapsed).isEmpty();
    fill(1);
    hugePages.look();
    assertThat(collapsed).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, SUPERSLAB_BYTES / 8 * 7 - 1})
  void whatIsNotResidentIsNotMadeSo(long resident) {
    os.residentBytes = superslab -> resident;
    fill(4);
    hugePages.look();
    assertThat(collapsed).isEmpty();
  }

  @Test
  void sevenEighthsAreEnough() {
    os.residentBytes = superslab -> SUPERSLAB_BYTES / 8 * 7;
    fill(4);
    hugePages.look();
    assertThat(collapsed).hasSize(4);
  }

  @Test
  void whatWasPurgedIsCollapsedAgainOnceItIsFull() {
    PageRun first = fill(4).getFirst();
    hugePages.look();
    pool.release(first);
    pool.purge(0);
    hugePages.look();
    assertThat(collapsed).hasSize(4);
    fill(1);
    hugePages.look();
    assertThat(collapsed).hasSize(5).endsWith(0);
  }

  @Test
  void afterARefusalTheNextLookAsksForAnother() {
    List<Integer> asked = new ArrayList<>();
    os.collapses = superslab -> !asked.add(numberOf(superslab));
    fill(4);
    for (int look = 1; look <= 4; look++) {
      hugePages.look();
      assertThat(asked).hasSize(look);
    }
    assertThat(asked).containsExactlyInAnyOrder(0, 1, 2, 3);
    os.collapses = superslab -> collapsed.add(numberOf(superslab));
    hugePages.look();
    assertThat(collapsed).as("refused for once, not for ever").hasSize(4);
  }

  @Test
  void manyAreExaminedInTurn() {
    fill(SUPERSLABS);
    hugePages.look();
    assertThat(collapsed).hasSize(32).doesNotHaveDuplicates();
    for (int look = 0; look < 3; look++) {
      hugePages.look();
    }
    assertThat(collapsed).hasSize(SUPERSLABS).doesNotHaveDuplicates();
  }
}
