package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import org.hakmem.internal.memory.OsMemory;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;

class ReservationsTest {

  /** With a window too narrow for the stretch at first, so that the stretch can't be entered. */
  private final OsMemory narrow = new PaperMemory(1);

  private final OsMemory wide = new PaperMemory(3 * FreeRuns.SUPERSLABS);

  @Test
  void whatTheSystemGivesIsEntered() {
    SuperslabTable table = new SuperslabTable(wide);
    Reservations reservations = new Reservations(wide, table);
    assertThat(table.next(0, 1)).isEqualTo(-1);
    assertThat(reservations.more(SUPERSLAB_BYTES)).isTrue();
    assertThat(table.next(0, SUPERSLAB_PAGES)).isZero();
    int last = 3 * FreeRuns.SUPERSLABS - 1;
    assertThat(table.next(last, SUPERSLAB_PAGES)).isEqualTo(last);
    assertThat(table.next(last + 1, 1)).isEqualTo(-1);
    assertThat(reservations.more(SUPERSLAB_BYTES)).as("there is no more").isFalse();
  }

  @Test
  void aStretchThatCouldNotBeEnteredIsEnteredLater() {
    SuperslabTable table = new SuperslabTable(narrow);
    Reservations reservations = new Reservations(wide, table);
    for (int time = 0; time < 3; time++) {
      assertThatThrownBy(() -> reservations.more(SUPERSLAB_BYTES))
          .as("the same stretch each time")
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(table.next(0, 1)).as("nothing of it").isEqualTo(-1);
  }
}
