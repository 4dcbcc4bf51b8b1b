package org.hakmem.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By one thread it is an allocator like others; and no bad link is followed. */
class UnsafeSuperslabTest {

  private final InBandMemory memory = new InBandMemory(2);
  private final UnsafeSuperslab superslab = new UnsafeSuperslab(memory, 2);

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void handsOutEveryBlockOnce() throws BadLinkException {
    Set<Long> blocks = new HashSet<>();
    for (int i = 0; i < InBandMemory.BLOCKS_PER_SLAB; i++) {
      blocks.add(superslab.malloc(1));
    }

    assertThat(blocks).hasSize(InBandMemory.BLOCKS_PER_SLAB).allMatch(memory::isBlock);
    assertThat(superslab.malloc(1)).isZero();
  }

  @Test
  void whatAnotherThreadFreesComesBackByADrain() throws BadLinkException {
    for (int i = 1; i < InBandMemory.BLOCKS_PER_SLAB; i++) {
      superslab.malloc(0);
    }
    long last = superslab.malloc(0);
    superslab.free(1, last);

    assertThat(superslab.malloc(0)).isEqualTo(last);
  }

  @Test
  void aLinkThatIsNoBlockIsToldAndNotFollowed() throws BadLinkException {
    long block = superslab.malloc(0);
    superslab.free(0, block);
    memory.writeAsLarsonDoes(block);

    assertThatThrownBy(() -> superslab.malloc(0))
        .isInstanceOfSatisfying(
            BadLinkException.class,
            bad -> {
              assertThat(bad.block()).isEqualTo(block);
              assertThat(Finding.isMarked(bad.link())).isTrue();
            });
  }
}
