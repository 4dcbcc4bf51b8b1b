package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeRunsTest {

  private static final int COUNT = FreeRuns.SUPERSLABS;
  private static final int ROUNDS = 20_000;

  private final FreeRuns runs = new FreeRuns();
  private final Superslab[] superslabs = new Superslab[COUNT];

  private void enterAll() {
    for (int index = 0; index < COUNT; index++) {
      superslabs[index] = new Superslab(0);
      runs.enter(index);
    }
  }

  /** Has superslab {@code index} a longest run of so many pages. */
  private void setLongest(int index, int pages) {
    Superslab superslab = superslabs[index];
    superslab.give(-1, 0);
    superslab.takeExactly(0, PageSet.mask(0, SUPERSLAB_PAGES - pages), false);
    runs.update(index, superslab);
  }

  private int expectedNext(int from, int pages) {
    for (int index = from; index < COUNT; index++) {
      if (superslabs[index].longestFreeRun() >= pages) {
        return index;
      }
    }
    return -1;
  }

  @Test
  void aSuperslabThatIsNotEnteredHasNoRoom() {
    assertThat(runs.next(0, 1)).isEqualTo(-1);
    runs.enter(77);
    assertThat(runs.next(0, SUPERSLAB_PAGES)).isEqualTo(77);
    assertThat(runs.next(77, SUPERSLAB_PAGES)).isEqualTo(77);
    assertThat(runs.next(78, 1)).isEqualTo(-1);
    assertThat(runs.get(76)).isZero();
    assertThat(runs.get(77)).isEqualTo(SUPERSLAB_PAGES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void findsTheLowestSuperslabThatHasRoom(int seed) {
    enterAll();
    Random random = new Random(seed);
    for (int step = 0; step < 20_000; step++) {
      int longest = random.nextInt(SUPERSLAB_PAGES + 1);
      setLongest(random.nextInt(COUNT), random.nextInt(4) == 0 ? longest : longest / 8);
      int from = random.nextInt(COUNT);
      int pages = 1 + random.nextInt(SUPERSLAB_PAGES);
      assertThat(runs.next(from, pages))
          .as("%d pages from %d on", pages, from)
          .isEqualTo(expectedNext(from, pages));
    }
  }

  @Test
  void theLastSuperslabIsFoundFromEachOther() {
    enterAll();
    for (int index = 0; index < COUNT - 1; index++) {
      setLongest(index, 4);
    }
    for (int from = 0; from < COUNT; from++) {
      assertThat(runs.next(from, 5)).as("from %d", from).isEqualTo(COUNT - 1);
    }
  }

  /**
   * In each round two threads change a page each: of one superslab, of two whose lanes are in one
   * word, or of two that share only the root.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, COUNT - 1})
  void isExactOnceThreadsHaveDone(int other) throws InterruptedException {
    for (int index : new int[] {0, other}) {
      superslabs[index] = new Superslab(0);
      runs.enter(index);
    }
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              for (int round = 1; round <= ROUNDS; round++) {
                await(begun, round);
                togglePage(other, SUPERSLAB_PAGES - 1);
                done.set(round);
              }
            });
    for (int round = 1; round <= ROUNDS; round++) {
      begun.set(round);
      if (round % 8 != 0) { // so that one takes while the other gives, for a while
        togglePage(0, 0);
      }
      await(done, round);
      requireExact(other);
    }
    thread.join();
  }

  private static void await(AtomicInteger round, int number) {
    while (round.get() < number) {
      Thread.onSpinWait();
    }
  }

  private void togglePage(int index, int page) {
    Superslab superslab = superslabs[index];
    int mask = PageSet.mask(page, 1);
    if (superslab.takeExactly(page, mask, false) == Superslab.Taken.NOTHING) {
      superslab.give(mask, 0);
    }
    runs.update(index, superslab);
  }

  private void requireExact(int other) {
    int low = superslabs[0].longestFreeRun();
    int high = superslabs[other].longestFreeRun();
    assertThat(runs.get(0)).isEqualTo(low);
    assertThat(runs.get(other)).isEqualTo(high);
    assertThat(runs.next(0, Math.max(low, high))).isEqualTo(low >= high ? 0 : other);
    assertThat(runs.next(0, Math.max(low, high) + 1)).isEqualTo(-1);
  }
}
