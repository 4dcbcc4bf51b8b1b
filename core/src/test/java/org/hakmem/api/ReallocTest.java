package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReallocTest {

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /** Each in its slab or run: small, medium, long slabs, large, a span of superslabs. */
  private static final int[] SIZES = {
    0,
    1,
    16,
    17,
    100,
    129,
    1024,
    1025,
    5000,
    65_536,
    70_000,
    512 * KIB,
    512 * KIB + 1,
    MIB,
    MIB + 1,
    2 * MIB,
    2 * MIB + 1,
    5 * MIB
  };

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  private long filled(long bytes) {
    long address = hakmem.malloc(bytes);
    Blocks.fill(Allocators.memory(hakmem, address, bytes), bytes);
    return address;
  }

  private void requireKept(long address, long bytes, long filledBytes) {
    Blocks.requireFilled(
        Allocators.memory(hakmem, address, bytes), bytes, filledBytes, filledBytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128})
  void contentsAreKeptFromAnySizeToAny(int magazineCapacity) {
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    for (int from : SIZES) {
      for (int to : SIZES) {
        long address = hakmem.realloc(filled(from), to);
        assertThat(address % 16).isZero();
        assertThat(hakmem.usableSize(address)).isGreaterThanOrEqualTo(to);
        requireKept(address, Math.min(from, to), from);
        assertThat(Allocators.stats(hakmem).liveBlocks()).as("%d to %d", from, to).isEqualTo(1);
        hakmem.free(address);
      }
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @CsvSource({"1, 40", "40, 1", "33, 41", "40, 60", "60, 33"})
  void hugeBlocksKeepTheirContents(int fromMiB, int toMiB) {
    long from = (long) fromMiB * MIB;
    long to = (long) toMiB * MIB;
    long address = hakmem.realloc(filled(from), to);
    requireKept(address, Math.min(from, to), from);
    if (to > from) {
      Allocators.memory(hakmem, address, to).asSlice(from).fill((byte) 1);
    }
    hakmem.free(address);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void addressZeroAllocates() {
    long address = hakmem.realloc(0, 100);
    assertThat(hakmem.usableSize(address)).isEqualTo(112);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(1);
    hakmem.free(address);
  }

  @ParameterizedTest
  @CsvSource({"97, 112", "112, 97", "100, 60", "16, 0", "0, 16", "1, 9", "9, 1", "5000, 2561"})
  void aBlockStaysWhereItsClassOrMoreThanHalfOfItWillDo(long from, long to) {
    long address = hakmem.malloc(from);
    assertThat(hakmem.realloc(address, to)).isEqualTo(address);
    hakmem.free(address);
  }

  @ParameterizedTest
  @CsvSource({"112, 113", "1024, 512", "112, 56", "100000, 1", "600000, 1000"})
  void aBlockMovesToTheClassThatFits(long from, long to) {
    long address = hakmem.malloc(from);
    long moved = hakmem.realloc(address, to);
    assertThat(moved).isNotEqualTo(address);
    assertThat(hakmem.usableSize(moved)).isLessThan(to + 32);
    hakmem.free(moved);
  }

  /** With a limit that a copy would exceed. */
  @Test
  void aRunGrowsIntoThePagesBehindIt() {
    hakmem = allocators.create(settings -> settings.maxBytes(2 * MIB));
    long address = filled(MIB + 1);
    assertThat(hakmem.realloc(address, 2 * MIB)).isEqualTo(address);
    requireKept(address, MIB + 1, MIB + 1);
    assertThat(hakmem.realloc(address, MIB + 64 * KIB + 1)).isEqualTo(address);
    assertThat(hakmem.usableSize(address)).isEqualTo(MIB + 128 * KIB);
    assertThat(Allocators.stats(hakmem).liveBytes()).isEqualTo(MIB + 128 * KIB);
    hakmem.free(address);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aRunThatHasANeighbourMoves() {
    long address = filled(MIB + 1);
    long neighbour = hakmem.malloc(512 * KIB);
    assertThat(neighbour).isEqualTo(address + MIB + 64 * KIB);
    long moved = hakmem.realloc(address, MIB + 64 * KIB + 1);
    assertThat(moved).isNotEqualTo(address);
    requireKept(moved, MIB + 1, MIB + 1);
    hakmem.free(neighbour);
    hakmem.free(moved);
    Allocators.requireNothingLeft(hakmem);
  }

  /** With a limit that a copy would exceed. */
  @Test
  @Tag("native-only")
  void aMappingIsResizedByTheSystem() {
    hakmem = allocators.create(settings -> settings.maxBytes(80L * MIB));
    long address = hakmem.realloc(filled(40L * MIB), 80L * MIB);
    requireKept(address, 40L * MIB, 40L * MIB);
    address = hakmem.realloc(address, 33L * MIB);
    requireKept(address, 33L * MIB, 40L * MIB);
    assertThat(Allocators.stats(hakmem).committedBytes()).isEqualTo(33L * MIB);
    hakmem.free(address);
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 70_000, 600_000, 1_200_000, 3 << 20})
  void onFailureTheOldBlockIsUntouched(int bytes) {
    hakmem = allocators.create(settings -> settings.maxBytes(4L * MIB));
    long address = filled(bytes);
    long usable = hakmem.usableSize(address);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> hakmem.realloc(address, 5L * MIB));
    requireKept(address, bytes, bytes);
    assertThat(hakmem.usableSize(address)).isEqualTo(usable);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(1);
    hakmem.free(address);
    Allocators.requireNothingLeft(hakmem);
  }

  private void assertInvalid(long address, long bytes, String known) {
    HakmemStats before = Allocators.stats(hakmem);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.realloc(address, bytes))
        .withMessageStartingWith("0x" + Long.toHexString(address) + ": ")
        .withMessageContaining(known)
        .satisfies(e -> assertThat(e.address()).isEqualTo(address));
    assertThat(Allocators.stats(hakmem).liveBlocks())
        .as("nothing leaks")
        .isEqualTo(before.liveBlocks());
    assertThat(Allocators.firstFault(hakmem)).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16, 100, 5000, 1 << 20, 50 << 20})
  void foreignAddressesAreRefused(long bytes) {
    long address = hakmem.malloc(100);
    Hakmem other = allocators.create();
    assertInvalid(1, bytes, "not a block");
    assertInvalid(-16, bytes, "not a block");
    assertInvalid(other.malloc(100), bytes, "not a block");
    assertInvalid(address + 16, bytes, "16 bytes after its start");
    assertInvalid(address + 1, bytes, "1 bytes after its start");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 112, 113, 1 << 20, 50 << 20})
  void blocksJustFreedAreRefused(long bytes) {
    long small = hakmem.malloc(112);
    hakmem.free(small);
    assertInvalid(small, bytes, "freed");
    long large = hakmem.malloc(3 << 20);
    hakmem.free(large);
    assertInvalid(large, bytes, "not any more");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 112, 113, 1 << 20})
  void withoutMagazinesAllFreedBlocksAreRefused(long bytes) {
    hakmem = allocators.create(settings -> settings.magazineCapacity(0));
    long small = hakmem.malloc(112);
    long next = hakmem.malloc(112);
    long inUse = hakmem.malloc(112);
    hakmem.free(small);
    hakmem.free(next);
    assertInvalid(small, bytes, "freed twice");
    hakmem.free(inUse);
  }

  @Test
  void insideALargeBlockIsNoBlock() {
    long large = hakmem.malloc(3 << 20);
    assertInvalid(large + 4096, 1 << 21, "4096 bytes after its start");
    long huge = hakmem.malloc(40 << 20);
    assertInvalid(huge + 1, 1 << 21, "1 bytes after its start");
    hakmem.free(huge);
    assertInvalid(huge, 1 << 21, "not a block");
  }
}
