package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad frees that are found by the call itself, whatever the magazines hold. */
@ParameterizedClass
@ValueSource(ints = {0, 128})
class BadFreeTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  @Parameter int magazineCapacity;

  private Hakmem hakmem;
  private final List<Long> others = new ArrayList<>();

  /** Some blocks of several kinds are in use throughout. */
  @BeforeEach
  void create() {
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    for (int size : new int[] {64, 64, 64, 48, 1024, 40_000, 40_000, 1 << 20, 3 << 20}) {
      others.add(hakmem.malloc(size));
    }
  }

  private InvalidFreeException assertInvalid(long address, String known) {
    HakmemStats before = Allocators.stats(hakmem);
    InvalidFreeException[] caught = new InvalidFreeException[1];
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(address))
        .withMessageStartingWith("0x" + Long.toHexString(address) + ": ")
        .withMessageContaining(known)
        .withMessageNotContaining("magazine")
        .satisfies(e -> caught[0] = e);
    assertThat(caught[0].address()).isEqualTo(address);
    HakmemStats after = Allocators.stats(hakmem);
    assertThat(after.liveBlocks()).isEqualTo(before.liveBlocks());
    assertThat(after.classes()).isEqualTo(before.classes());
    assertThat(Allocators.firstFault(hakmem)).isNull();
    return caught[0];
  }

  private void freeOthersAndRequireNothingLeft() {
    others.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
    assertThat(Allocators.stats(hakmem).protocol().lateDoubleFrees()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        15,
        16,
        4096,
        0xFFFF,
        1L << 32,
        1L << 47,
        -1,
        -16,
        Long.MIN_VALUE,
        Long.MAX_VALUE
      })
  void foreignAddresses(long address) {
    assertInvalid(address, "not a block of this allocator");
    freeOthersAndRequireNothingLeft();
  }

  @Test
  void addressesAtRandom() {
    Random random = new Random(4141);
    for (int i = 0; i < 10_000; i++) {
      long address = random.nextLong() >>> random.nextInt(64);
      if (!others.contains(address) && address != 0 && !isNearBlocks(address)) {
        assertThatExceptionOfType(InvalidFreeException.class)
            .isThrownBy(() -> hakmem.free(address));
      }
    }
    freeOthersAndRequireNothingLeft();
  }

  private boolean isNearBlocks(long address) {
    return others.stream().anyMatch(block -> Math.abs(block - address) < 1 << 25);
  }

  @Test
  void blocksOfOtherAllocators() {
    Hakmem other = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    for (long size : new long[] {64, 40_000, 1 << 20, 3 << 20, 33 << 20}) {
      long block = other.malloc(size);
      assertInvalid(block, "not a block of this allocator");
      other.free(block);
    }
    Allocators.requireNothingLeft(other);
    try (Arena arena = Arena.ofConfined()) {
      assertInvalid(arena.allocate(64).address(), "not a block of this allocator");
    }
    freeOthersAndRequireNothingLeft();
  }

  /** All blocks are at multiples of 16. */
  @ParameterizedTest
  @CsvSource({"64, 1", "64, 8", "64, 63", "1024, 1023", "40000, 39999", "16, 7", "48, 40"})
  void addressesInsideABlockThatNoBlockCanHave(long size, long offset) {
    long block = hakmem.malloc(size);
    InvalidFreeException e = assertInvalid(block + offset, "inside a block, " + offset + " bytes");
    assertThat(e).hasMessageContaining("0x" + Long.toHexString(block));
    hakmem.free(block);
    freeOthersAndRequireNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"1114112, 1", "1114112, 65536", "1114112, 1114111", "3145728, 2097152"})
  void addressesInsideALargeBlock(long size, long offset) {
    long block = hakmem.malloc(size);
    assertInvalid(
        block + offset, "inside a block of " + size + " bytes, " + offset + " bytes after");
    hakmem.free(block);
    freeOthersAndRequireNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, 32 << 20, (33 << 20) - 1})
  void addressesInsideAHugeBlock(long offset) {
    long block = hakmem.malloc(33 << 20);
    assertInvalid(block + offset, offset + " bytes after its start");
    assertInvalid(block + (33 << 20), "not a block");
    hakmem.free(block);
    assertInvalid(block + offset, "not a block");
    freeOthersAndRequireNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 16, 64, 1000, 1024, 5000, 40_000, 500_000})
  void theBlockFreedLast(long size) {
    long block = hakmem.malloc(size);
    hakmem.free(block);
    assertInvalid(block, "freed twice");
    assertInvalid(block, "freed twice");
    freeOthersAndRequireNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_200_000, 3 << 20, 33 << 20})
  void aLargeBlockFreedAtAnyTimeBefore(long size) {
    long block = hakmem.malloc(size);
    long next = hakmem.malloc(size);
    hakmem.free(block);
    hakmem.free(next);
    hakmem.free(others.removeFirst());
    assertInvalid(block, "not any more");
    hakmem.trim();
    assertInvalid(block, "not any more");
    freeOthersAndRequireNothingLeft();
  }

  @Test
  void aBlockOfASlabThatWasGivenBack() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      blocks.add(hakmem.malloc(128));
    }
    long highest = blocks.getLast();
    blocks.forEach(hakmem::free);
    hakmem.trim();
    assertInvalid(highest, "not any more");
    assertInvalid(highest + 1, "not a block");
    freeOthersAndRequireNothingLeft();
  }

  @Test
  void anAddressWhereALargeBlockIsNow() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      blocks.add(hakmem.malloc(1024));
    }
    blocks.forEach(hakmem::free);
    hakmem.trim();
    long large = hakmem.malloc(4 << 20);
    long end = large + (4 << 20);
    long inside =
        blocks.stream().filter(block -> block > large && block < end).findFirst().orElseThrow();
    assertInvalid(inside, "inside a block of");
    hakmem.free(large);
    freeOthersAndRequireNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -16, 1L << 47})
  void theUsableSizeOfWhatIsNoBlock(long address) {
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.usableSize(address))
        .withMessageContaining("not a block");
  }

  @Test
  void theUsableSizeOfWhatWasABlockOrLiesInside() {
    for (long size : new long[] {64, 40_000, 1 << 20, 3 << 20}) {
      long block = hakmem.malloc(size);
      assertThatExceptionOfType(InvalidFreeException.class)
          .isThrownBy(() -> hakmem.usableSize(block + 16))
          .withMessageContaining("16 bytes after its start");
      hakmem.free(block);
      assertThatExceptionOfType(InvalidFreeException.class)
          .isThrownBy(() -> hakmem.usableSize(block));
    }
    freeOthersAndRequireNothingLeft();
  }
}
