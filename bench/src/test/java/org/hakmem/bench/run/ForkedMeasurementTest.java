package org.hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.hakmem.bench.peers.PeerName;
import org.junit.jupiter.api.Test;

class ForkedMeasurementTest {

  @Test
  void theJvmHasOneArenaUnlessThePeerMinds() {
    assertThat(ForkedMeasurement.environmentOf(PeerName.HAKMEM))
        .containsEntry("MALLOC_ARENA_MAX", "1");
    assertThat(ForkedMeasurement.environmentOf(PeerName.JEMALLOC))
        .containsEntry("MALLOC_ARENA_MAX", "1")
        .containsKey("GLIBC_TUNABLES");
    assertThat(ForkedMeasurement.environmentOf(PeerName.GLIBC))
        .doesNotContainKey("MALLOC_ARENA_MAX");
    assertThat(ForkedMeasurement.environmentOf(PeerName.TCMALLOC))
        .doesNotContainKey("MALLOC_ARENA_MAX");
    assertThat(ForkedMeasurement.environmentOf(PeerName.NETTY_POOLED))
        .doesNotContainKey("MALLOC_ARENA_MAX");
  }
}
