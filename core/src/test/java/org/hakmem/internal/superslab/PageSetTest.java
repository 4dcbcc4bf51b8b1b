package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageSetTest {

  private static final int PAGES = 32;

  /** What {@link PageSet#find} must find, page by page. */
  private static int findSlowly(int used, int count, int alignment) {
    for (int first = 0; first + count <= PAGES; first += alignment) {
      boolean free = true;
      for (int page = first; page < first + count; page++) {
        free &= (used >>> page & 1) == 0;
      }
      if (free) {
        return first;
      }
    }
    return -1;
  }

  @Test
  void findsTheLowestPagesInARow() {
    Random random = new Random(4141);
    for (int round = 0; round < 2_000; round++) {
      int used = random.nextInt(); // half of the pages, or fewer and in longer stretches, or more
      for (int i = 0; i < round % 4; i++) {
        used &= random.nextInt();
      }
      used = round % 3 == 0 ? ~used : used;
      long state = PageSet.of(used, ~used & random.nextInt());
      for (int count = 1; count <= PAGES; count++) {
        for (int alignment = 1; alignment <= PAGES; alignment <<= 1) {
          assertThat(PageSet.find(PageSet.free(state, false), count, alignment))
              .as("%d pages at %d in %x", count, alignment, used)
              .isEqualTo(findSlowly(used, count, alignment));
        }
      }
    }
  }

  @Test
  void theLongestFreeRunIsTheLongestThatIsFound() {
    Random random = new Random(4242);
    for (int round = 0; round < 10_000; round++) {
      int used = -1; // fewer and fewer pages
      for (int i = 0; i < round % 5; i++) {
        used &= random.nextInt();
      }
      int longest = PageSet.longestFreeRun(PageSet.of(used, 0));
      assertThat(findSlowly(used, longest, 1)).as("%x", used).isNotEqualTo(-1);
      assertThat(findSlowly(used, longest + 1, 1)).as("%x", used).isEqualTo(-1);
    }
    assertThat(PageSet.longestFreeRun(PageSet.CLEAN)).isEqualTo(PAGES);
    assertThat(PageSet.longestFreeRun(PageSet.of(-1, 0))).isZero();
  }

  @Test
  void anEmptySetHasAllPagesAndAFullOneNone() {
    assertThat(PageSet.find(-1, PAGES, PAGES)).isZero();
    assertThat(PageSet.find(0, 1, 1)).isEqualTo(-1);
    assertThat(PageSet.isFull(PageSet.of(-1, 0))).isTrue();
    assertThat(PageSet.isFull(PageSet.of(-1 >>> 1, 1 << 31))).isFalse();
  }

  @Test
  void freePagesAreThoseNotUsedOrOfTheseTheDirty() {
    long state = PageSet.of(0b0011, 0b0100);
    assertThat(PageSet.free(state, false)).isEqualTo(~0b0011);
    assertThat(PageSet.free(state, true)).isEqualTo(0b0100);
    assertThat(PageSet.free(PageSet.CLEAN, true)).isZero();
  }

  @Test
  void aMaskHasThePagesFromTheFirstOn() {
    for (int first = 0; first < PAGES; first++) {
      for (int count = 1; first + count <= PAGES; count++) {
        int mask = PageSet.mask(first, count);
        assertThat(Integer.bitCount(mask)).isEqualTo(count);
        assertThat(Integer.numberOfTrailingZeros(mask)).isEqualTo(first);
        assertThat(PAGES - Integer.numberOfLeadingZeros(mask)).isEqualTo(first + count);
      }
    }
  }

  @Test
  void takenPagesAreUsedAndNotDirty() {
    long state = PageSet.of(0b1000, 0b0110);
    long taken = PageSet.take(state, 0b0011);
    assertThat(PageSet.used(taken)).isEqualTo(0b1011);
    assertThat(PageSet.dirty(taken)).isEqualTo(0b0100);
  }

  @Test
  void givenPagesAreFreeAndDirtyOnlyIfSaid() {
    long state = PageSet.of(-1, 0);
    long given = PageSet.give(state, 0xF000_000F, 0x8000_0001);
    assertThat(PageSet.used(given)).isEqualTo(0x0FFF_FFF0);
    assertThat(PageSet.dirty(given)).isEqualTo(0x8000_0001);
  }

  @Test
  void bothHalvesOfTheWordHoldTheHighestPage() {
    long state = PageSet.of(1 << 31, 0);
    assertThat(PageSet.dirty(state)).isZero();
    assertThat(PageSet.used(PageSet.of(0, 1 << 31))).isZero();
    assertThat(PageSet.dirty(PageSet.give(state, 1 << 31, 1 << 31))).isEqualTo(1 << 31);
  }
}
