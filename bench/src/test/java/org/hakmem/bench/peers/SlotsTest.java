package org.hakmem.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every peer's slots do. */
class SlotsTest {

  private static final int COUNT = 100;
  private static final long MOST = 5_000;

  @ParameterizedTest
  @EnumSource
  void blocksAreWritableAndApart(PeerName name) throws InterruptedException {
    inThreadOf(
        name,
        peer -> {
          Slots slots = peer.slots(COUNT, 64, MOST);
          for (int slot = 0; slot < COUNT; slot++) {
            BlockMemory.putLong(slots.malloc(slot, 8 + slot % 56), slot);
          }
          for (int slot = 0; slot < COUNT; slot++) {
            assertThat(BlockMemory.getLong(slots.address(slot))).isEqualTo(slot);
          }
          slots.freeAll();
          assertThat(slots.address(COUNT - 1)).isZero();
        });
  }

  @ParameterizedTest
  @EnumSource
  void callocsBlocksAreZero(PeerName name) throws InterruptedException {
    inThreadOf(
        name,
        peer -> {
          Slots slots = peer.slots(1, 64, MOST);
          BlockMemory.fill(slots.malloc(0, 512), 512, (byte) 7);
          slots.free(0);
          long address = slots.calloc(0, 512);
          for (int offset = 0; offset < 512; offset++) {
            assertThat(BlockMemory.getByte(address + offset)).isZero();
          }
          slots.free(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void alignedBlocksAreAligned(PeerName name) throws InterruptedException {
    assumeThat(name).isNotEqualTo(PeerName.FLOOR); // its spots are where they are
    inThreadOf(
        name,
        peer -> {
          Slots slots = peer.slots(1, 64, MOST);
          assertThat(slots.aligned(0, 100, 512) % 512).isZero();
          slots.free(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void reallocKeepsWhatFits(PeerName name) throws InterruptedException {
    inThreadOf(
        name,
        peer -> {
          Slots slots = peer.slots(2, 64, MOST);
          BlockMemory.putLong(slots.malloc(0, 100), 4_711);
          long address = slots.realloc(0, 1, 100, MOST);
          assertThat(slots.address(0)).isZero();
          assertThat(slots.address(1)).isEqualTo(address);
          if (peer.keepsContents()) {
            assertThat(BlockMemory.getLong(address)).isEqualTo(4_711);
          }
          BlockMemory.putByte(address + MOST - 1, (byte) 1);
          slots.freeAll();
        });
  }

  @ParameterizedTest
  @EnumSource
  void blocksMoveBetweenTables(PeerName name) throws InterruptedException {
    inThreadOf(
        name,
        peer -> {
          Slots from = peer.slots(2, 64, MOST);
          Slots to = peer.slots(2, 64, MOST);
          long address = from.malloc(0, 64);
          from.move(0, to, 1);
          assertThat(from.address(0)).isZero();
          assertThat(to.address(1)).isEqualTo(address);
          to.freeAll();
        });
  }

  @ParameterizedTest
  @EnumSource
  void aPairIsAPair(PeerName name) throws InterruptedException {
    inThreadOf(name, peer -> assertThat(peer.pair(64)).isNotZero());
  }

  @Test
  void theFloorsBlocksLieInTheirSpots() {
    Slots slots = FloorPeer.open().slots(3, 100, 1_000);
    long first = slots.malloc(0, 10);
    assertThat(slots.malloc(1, 10)).isEqualTo(first + 192);
    slots.free(0);
    assertThat(slots.malloc(0, 20)).isEqualTo(first);
    assertThatThrownBy(() -> slots.free(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void singleCallsAreTimed() {
    RecordingPeer peer = new RecordingPeer(FloorPeer.open());
    Slots slots = peer.slots(1, 64, 64);
    slots.malloc(0, 64);
    peer.start();
    for (int i = 0; i < 10; i++) {
      slots.free(0);
      slots.malloc(0, 64);
    }
    slots.free(0);
    Latencies latencies = peer.sum();
    assertThat(latencies.takeMallocs().getTotalCount()).isEqualTo(10);
    assertThat(latencies.takeFrees().getTotalCount()).isEqualTo(11);
  }

  private interface Check {
    void run(Peer peer);
  }

  /** As some peers want to know their threads. */
  private static void inThreadOf(PeerName name, Check check) throws InterruptedException {
    Peer peer = Peers.open(name);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = peer.thread("test", () -> check.run(peer));
    thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(thrown));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }
}
