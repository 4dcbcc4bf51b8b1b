package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.Peers;
import org.hakmem.bench.peers.Slots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads that verify find what is wrong, and a failure in any thread ends a workload. */
class SeededFaultsTest {

  @Test
  void mstressFindsBlocksThatWereOverwritten() {
    Mstress mstress = new Mstress(Peers.thatOverwrites(100), 2);

    assertThatThrownBy(() -> mstress.pass(1)).hasMessageContaining("was overwritten");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 63})
  void everyWordOfABlockIsChecked(int word) {
    Peer peer = Peers.open(PeerName.GLIBC);
    Slots slots = peer.slots(1, 512, 512);
    long address = slots.malloc(0, 512);
    Contents.write(address, 64);
    Contents.check(peer, address, 64);
    BlockMemory.putByte(address + 8L * word + word % 8, (byte) 0x55);
    BlockMemory.putByte(address + 8L * word, (byte) (BlockMemory.getByte(address + 8L * word) ^ 1));

    assertThatThrownBy(() -> Contents.check(peer, address, 64))
        .isInstanceOf(Contents.CorruptBlockException.class)
        .hasMessageContaining("of 512 bytes was overwritten");
    slots.free(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replace", "larson", "xmalloc", "mstress", "sh8", "vthreads"})
  void aFailureInAnyThreadIsTheWorkloads(String label) {
    Workload workload = Workloads.named(label).getFirst();
    Trial trial = Trials.of(PeerName.GLIBC, Peers.thatFails(6_000), 2);

    assertThatThrownBy(() -> workload.body().measure(trial)).hasMessageContaining("seeded");
  }

  @Test
  void theFloorsContentsAreNotJudged() throws InterruptedException {
    assertThat(new Mstress(Peers.open(PeerName.FLOOR), 2).pass(1)).isPositive();
  }
}
