package org.hakmem.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding and opening peers. */
class PeerNameTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabel(PeerName name) {
    assertThat(PeerName.of(name.label())).isEqualTo(name);
  }

  @Test
  void anUnknownLabelIsAnsweredWithTheKnown() {
    assertThatThrownBy(() -> PeerName.of("dlmalloc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no peer 'dlmalloc'; there are: hakmem, mimalloc, tcmalloc, glibc, jemalloc, floor");
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatCantBeOpenedIsOneLineWithItsPackage(PeerName name) {
    name.missing()
        .ifPresent(line ->
            assertThat(line).contains("install the Debian package lib").doesNotContain("\n"));
    assertThat(PeerName.FLOOR.missing()).isEmpty();
    assertThat(PeerName.GLIBC.missing()).isEmpty();
  }

  @Test
  void theFloorsBlocksLieInTheirSpots() {
    assertThat(new FloorPeer().malloc(64, 4_711)).isEqualTo(4_711);
  }
}
