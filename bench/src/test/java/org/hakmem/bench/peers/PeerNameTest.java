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
        .hasMessageStartingWith(
            "no peer 'dlmalloc'; there are: hakmem, mimalloc, jemalloc, tcmalloc, glibc, lwjgl-");
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatCantBeOpenedIsOneLineThatSaysWhatToInstall(PeerName name) {
    try {
      assertThat(name.open()).isNotNull();
    } catch (MissingPeerException e) {
      assertThat(e.line())
          .matches("can't load lib.*: install the Debian package lib.*|can't load LWJGL's .*")
          .doesNotContain("\n");
    }
  }

  @Test
  void nativePeersHaveClassesOfTheirOwn() {
    assertThat(Peers.open(PeerName.GLIBC).getClass())
        .isNotEqualTo(Peers.open(PeerName.MIMALLOC).getClass());
  }
}
