package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallocTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create();
  }

  private void dirty(long address, long bytes) {
    Allocators.memory(hakmem, address, bytes).fill((byte) 0xAA);
  }

  private long zeroed(long bytes) {
    long address = hakmem.calloc(bytes);
    assertThat(address % 16).isZero();
    assertThat(hakmem.usableSize(address)).isGreaterThanOrEqualTo(bytes);
    Blocks.requireZero(Allocators.memory(hakmem, address, bytes));
    return address;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 64, 100, 1024, 5000, 16_384, 70_000, 524_288})
  void blocksInSlabsThatWereDirtiedBefore(int bytes) {
    List<Long> dirty = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long address = hakmem.malloc(bytes);
      dirty(address, bytes);
      dirty.add(address);
    }
    dirty.forEach(hakmem::free);
    List<Long> again = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      again.add(zeroed(bytes));
    }
    assertThat(again).as("reused").containsAnyElementsOf(dirty).doesNotHaveDuplicates();
  }

  /** A span of two superslabs, one of which was never used, or was purged. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void largeBlocksOfWhichAPartIsDirty(boolean firstPart) {
    long first = hakmem.malloc(2 << 20);
    long second = hakmem.malloc(2 << 20);
    dirty(first, 2 << 20);
    dirty(second, 2 << 20);
    hakmem.free(firstPart ? second : first);
    hakmem.trim();
    hakmem.free(firstPart ? first : second);
    long both = zeroed(4 << 20);
    assertThat(both).as("reused").isEqualTo(first);
    hakmem.free(both);
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) + 1, 2 << 20, (2 << 20) + 1, 5 << 20, 40 << 20})
  void largeBlocksFreshAndDirtyAndPurged(int bytes) {
    long fresh = zeroed(bytes);
    dirty(fresh, bytes);
    hakmem.free(fresh);
    long dirty = zeroed(bytes);
    dirty(dirty, bytes);
    hakmem.free(dirty);
    hakmem.trim();
    long purged = zeroed(bytes);
    if (bytes <= 32 << 20) {
      assertThat(dirty).as("reused").isEqualTo(fresh);
      assertThat(purged).as("reused").isEqualTo(fresh);
    }
    hakmem.free(purged);
  }

  /** Dirty pages, then clean ones, in one block. */
  @Test
  void aLargeBlockThatIsDirtyInPart() {
    long first = hakmem.malloc(1_200_000);
    dirty(first, 1_200_000);
    hakmem.free(first);
    assertThat(zeroed(1_900_000)).isEqualTo(first);
  }

  @Test
  void aBlockWhosePagesASlabHadBefore() {
    List<Long> small = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      long address = hakmem.malloc(1000);
      dirty(address, 1000);
      small.add(address);
    }
    long first = small.getFirst();
    small.forEach(hakmem::free);
    if (Allocators.canPurge(hakmem)) {
      hakmem.trim();
    } else {
      assertThat(hakmem.trim()).isZero();
    }
    long large = zeroed(4 << 20);
    assertThat(large).as("reused").isLessThanOrEqualTo(first);
  }

  @Test
  void aRunThatWasLengthenedAndShortened() {
    long address = hakmem.calloc(2_600_000);
    dirty(address, 2_600_000);
    long longer = hakmem.realloc(address, 4_000_000);
    assertThat(longer).isEqualTo(address);
    dirty(address, 4_000_000);
    assertThat(hakmem.realloc(address, 2_600_000)).isEqualTo(address);
    assertThat(zeroed(1_200_000))
        .as("in the pages given up")
        .isBetween(address, address + 4_000_000);
    hakmem.free(address);
    zeroed(2_600_000);
  }

  @Test
  void noBytesAreABlockToo() {
    long a = hakmem.calloc(0);
    long b = hakmem.calloc(0);
    assertThat(a).isNotEqualTo(b).isNotZero();
    hakmem.free(a);
    hakmem.free(b);
    Allocators.requireNothingLeft(hakmem);
  }
}
