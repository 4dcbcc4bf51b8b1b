package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatsTest {

  private static final long MIB = 1L << 20;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  private static HakmemStats.SizeClass ofBytes(HakmemStats stats, int blockBytes) {
    return stats.classes().stream()
        .filter(each -> each.blockBytes() == blockBytes)
        .findFirst()
        .orElseThrow();
  }

  private List<Long> allocate(int count, long size) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(hakmem.malloc(size));
    }
    return blocks;
  }

  @Test
  void aNewAllocatorHasNothing() {
    HakmemStats stats = hakmem.stats();
    assertThat(stats.liveBytes()).isZero();
    assertThat(stats.liveBlocks()).isZero();
    assertThat(stats.cachedBytes()).isZero();
    assertThat(stats.freeBytes()).isZero();
    assertThat(stats.remotePendingBytes()).isZero();
    assertThat(stats.committedBytes()).isZero();
    assertThat(stats.slabs()).isZero();
    assertThat(stats.classes()).isEmpty();
    assertThat(stats.reservedBytes()).isPositive();
  }

  @Test
  void blocksOfAClassAreLiveCachedOrFree() {
    int magazineCapacity = 100;
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    List<Long> blocks = allocate(3000, 64);
    for (long block : blocks.subList(0, 1000)) {
      hakmem.free(block);
    }
    HakmemStats stats = hakmem.stats();
    HakmemStats.SizeClass each = ofBytes(stats, 64);
    assertThat(each.liveBlocks()).isEqualTo(2000);
    assertThat(each.slabs()).isEqualTo(3);
    assertThat(each.capacityBlocks()).isEqualTo(3 * 1024);
    assertThat(each.cachedBlocks()).isBetween(1L, magazineCapacity + 1L); // and freed last
    assertThat(each.cachedBlocks() + each.freeBlocks()).isEqualTo(1072);
    assertThat(stats.liveBytes()).isEqualTo(2000 * 64);
    assertThat(stats.cachedBytes()).isEqualTo(each.cachedBlocks() * 64);
    assertThat(stats.freeBytes()).isEqualTo(each.freeBlocks() * 64);
  }

  @Test
  void theTotalsAreTheSumsOverClassesAndLargeBlocks() {
    Random random = new Random(4141);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      blocks.add(hakmem.malloc(random.nextInt(1 << random.nextInt(4, 18))));
      if (random.nextBoolean()) {
        hakmem.free(blocks.remove(random.nextInt(blocks.size())));
      }
    }
    long usable = blocks.stream().mapToLong(hakmem::usableSize).sum();
    long large =
        hakmem.usableSize(hakmem.malloc(3 * MIB)) + hakmem.usableSize(hakmem.malloc(40 * MIB));

    HakmemStats stats = hakmem.stats();
    long live = 0;
    long free = 0;
    long cached = 0;
    long liveBlocks = 0;
    int slabs = 0;
    int before = 0;
    for (HakmemStats.SizeClass each : stats.classes()) {
      assertThat(each.blockBytes()).as("ascending").isGreaterThan(before);
      before = each.blockBytes();
      live += each.liveBlocks() * each.blockBytes();
      free += each.freeBlocks() * each.blockBytes();
      cached += each.cachedBlocks() * each.blockBytes();
      liveBlocks += each.liveBlocks();
      slabs += each.slabs();
    }
    assertThat(live).isEqualTo(usable);
    assertThat(stats.liveBytes()).isEqualTo(usable + large);
    assertThat(stats.liveBlocks()).isEqualTo(liveBlocks + 2).isEqualTo(blocks.size() + 2);
    assertThat(stats.freeBytes()).isEqualTo(free);
    assertThat(stats.cachedBytes()).isEqualTo(cached);
    assertThat(stats.slabs()).isEqualTo(slabs);
    assertThat(stats.committedBytes()).isGreaterThanOrEqualTo(live + free + cached + large);
    assertThat(stats.heaps()).isEqualTo(1);
  }

  @Test
  void blocksFreedByAnotherThreadArePendingUntilDrained() throws InterruptedException {
    hakmem = allocators.create(settings -> settings.magazineCapacity(0));
    List<Long> blocks = allocate(100, 1000);
    Thread.ofPlatform().start(() -> blocks.forEach(hakmem::free)).join();
    HakmemStats stats = hakmem.stats();
    assertThat(stats.liveBlocks()).isZero();
    assertThat(stats.remotePendingBytes()).isPositive();
    assertThat(stats.remotePendingBytes()).isEqualTo(ofBytes(stats, 1024).remoteBlocks() * 1024);
    assertThat(stats.protocol().remoteFrees()).isEqualTo(100);
    hakmem.trim();
    assertThat(hakmem.stats().remotePendingBytes()).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void committedBytesAreThePagesInUseAndThoseNotYetPurged() {
    long small = hakmem.malloc(1);
    assertThat(hakmem.stats().committedBytes()).isEqualTo(64 << 10);
    long large = hakmem.malloc(MIB);
    assertThat(hakmem.stats().committedBytes()).isEqualTo(MIB + (64 << 10));
    hakmem.free(large);
    assertThat(hakmem.stats().committedBytes()).as("not yet").isEqualTo(MIB + (64 << 10));
    hakmem.free(small);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  @Tag("native-only")
  void residentBytesFollowWhatIsTouched() {
    long before = hakmem.stats().residentBytes();
    assertThat(before).isBetween(0L, MIB);
    long large = hakmem.malloc(20 * MIB);
    long huge = hakmem.malloc(50 * MIB);
    assertThat(hakmem.stats().residentBytes()).as("untouched").isLessThan(2 * MIB);
    Allocators.memory(hakmem, large, 20 * MIB).fill((byte) 1);
    Allocators.memory(hakmem, huge, 50 * MIB).fill((byte) 1);
    assertThat(hakmem.stats().residentBytes()).isBetween(70 * MIB, 72 * MIB);
    hakmem.free(huge);
    hakmem.trim(); // the mapping would be kept for a while
    assertThat(hakmem.stats().residentBytes()).isBetween(20 * MIB, 22 * MIB);
    hakmem.free(large);
    hakmem.trim();
    assertThat(hakmem.stats().residentBytes()).isLessThan(MIB);
  }

  @Test
  void retiredSlabsAndPurgesAreCounted() {
    allocate(2000, 64).forEach(hakmem::free);
    hakmem.trim();
    HakmemStats.Protocol protocol = hakmem.stats().protocol();
    assertThat(protocol.slabsRetired()).isEqualTo(2);
    assertThat(protocol.purges()).isEqualTo(Allocators.canPurge(hakmem) ? 1 : 0);
    assertThat(hakmem.stats().refills().fresh()).isEqualTo(2);
    assertThat(hakmem.stats().refills().hot()).isPositive();
  }

  @Test
  void aSnapshotDoesNotChange() {
    allocate(10, 64);
    HakmemStats stats = hakmem.stats();
    allocate(10, 64);
    assertThat(stats.liveBlocks()).isEqualTo(10);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> stats.classes().clear());
  }

  @Test
  void aTrimGivesBackWhatItSays() {
    allocate(10_000, 100).forEach(hakmem::free);
    hakmem.free(hakmem.malloc(3 * MIB));
    long kept = hakmem.malloc(100);
    long before = hakmem.stats().committedBytes();
    long given = hakmem.trim();
    HakmemStats after = hakmem.stats();
    assertThat(given).isEqualTo(before - after.committedBytes());
    if (Allocators.canPurge(hakmem)) {
      assertThat(given).isGreaterThanOrEqualTo(3 * MIB);
      assertThat(after.committedBytes()).isEqualTo(64 << 10);
    } else {
      assertThat(given).isZero();
    }
    assertThat(after.cachedBytes()).isZero();
    assertThat(after.liveBlocks()).isEqualTo(1);
    assertThat(hakmem.trim()).as("again").isZero();
    assertThat(hakmem.usableSize(kept)).isEqualTo(112);
    hakmem.free(kept);
    Allocators.requireNothingLeft(hakmem);
  }
}
