package org.hakmem.lab.analysed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks 1 and 2 are free, 3 is in the remote list, 4 with the program; then something breaks. */
class ConservationTest {

  private final Ledger ledger = new Ledger(4, 2);
  private final Memory memory = new Memory(4, ledger);
  private final Slab slab = new Slab(memory);

  @BeforeEach
  void fill() {
    slab.push(2);
    slab.push(1);
    slab.remotePush(3);
    ledger.handOut(1, 4);
  }

  @Test
  void everyBlockInOnePlaceIsConserved() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void aLostBlock() {
    slab.freelist = 2;

    assertThatThrownBy(this::check).hasMessage("block 1 is lost");
  }

  @Test
  void aBlockHandedOutTwice() {
    ledger.handOut(2, 4);

    assertThatThrownBy(this::check).hasMessage("block 4 was handed out twice");
  }

  @Test
  void aBlockInTwoPlaces() {
    memory.link(2, 3);

    assertThatThrownBy(this::check)
        .hasMessage("block 3 is in the remote list and in the free list");
  }

  @Test
  void aBlockInAListAndWithTheProgram() {
    memory.link(3, 4);

    assertThatThrownBy(this::check)
        .hasMessage("block 4 is in the remote list and with the program");
  }

  @Test
  void aCycle() {
    memory.link(2, 1);

    assertThatThrownBy(this::check).hasMessage("block 1 is in the free list and in the free list");
  }

  @Test
  void aListThatLeavesTheSlab() {
    memory.mark(2);

    assertThatThrownBy(this::check).hasMessage("0x6261 is in the free list, and no block");
  }

  @Test
  void aCrash() {
    assertThatThrownBy(() -> memory.next(0x6261)).isInstanceOf(SegmentationFault.class);

    assertThatThrownBy(this::check).hasMessage("the program has crashed: fault_addr=0x6261");
  }

  @Test
  void theLengthOfTheRemoteList() {
    assertThat(Conservation.remoteLength(slab)).isEqualTo(1);
  }

  private void check() {
    Conservation.check(memory, ledger, List.of(slab));
  }
}
