package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.hakmem.Quiet;
import org.hakmem.Safety;
import org.hakmem.checked.LoggedLines;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast mode refuses, and what becomes of what it finds too late to refuse. */
class FastTest {

  private static final int SMALLEST_CHECKED = SizeClasses.of(32 << 10);

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create(settings -> settings.safety(Safety.FAST));
    openTheFastPath();
  }

  /** The first free of a thread goes the slow way, and one after a trim. */
  private void openTheFastPath() {
    hakmem.free(hakmem.malloc(2_000));
  }

  private void assertRefused(long address) {
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(address))
        .satisfies(e -> assertThat(e.address()).isEqualTo(address));
    assertThat(Allocators.firstFault(hakmem)).isNull();
  }

  private long late() {
    return Allocators.stats(hakmem).protocol().lateDoubleFrees();
  }

  private static LongStream sizes() {
    return LongStream.range(0, SizeClasses.COUNT)
        .map(sizeClass -> SizeClasses.blockBytes((int) sizeClass));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void anAddressThatNoBlockBeginsAtIsRefused(long size) {
    long block = hakmem.malloc(size);
    long step = Math.max(16, size / 64 / 16 * 16);
    for (long offset = 16; offset < size; offset += step) {
      assertRefused(block + offset);
    }
    assertRefused(block + 1);
    hakmem.free(block);
    Allocators.requireNothingLeft(hakmem);
    assertThat(late()).isZero();
  }

  @Test
  void blocksOf32KibibytesAndMoreAreCheckedInFull() {
    for (int sizeClass = SMALLEST_CHECKED; sizeClass < SizeClasses.COUNT; sizeClass++) {
      int size = SizeClasses.blockBytes(sizeClass);
      long a = hakmem.malloc(size);
      long b = hakmem.malloc(size);
      hakmem.free(a);
      hakmem.free(b);
      assertRefused(a);
      assertRefused(b);
    }
    Allocators.requireNothingLeft(hakmem);
    assertThat(late()).isZero();
  }

  /** The double free is found by a flush: it is dropped and counted, and no call throws. */
  @ParameterizedTest
  @ValueSource(longs = {16, 64, 1024, 30_000})
  void aDoubleFreeThatIsFoundLateIsThrownToNobody(long size) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      blocks.add(hakmem.malloc(size));
    }
    hakmem.free(blocks.get(0));
    hakmem.free(blocks.get(1));
    hakmem.free(blocks.get(0));
    blocks.subList(2, blocks.size()).forEach(hakmem::free);
    hakmem.trim();
    assertThat(late()).isEqualTo(1);
    Allocators.requireNothingLeft(hakmem);
  }

  /** Its slab is given back, and its pages are cut into blocks of another size. */
  @Test
  void aBlockWhosePagesAreAnotherClassesNow() {
    long kept = hakmem.malloc(5_000); // so that no superslab is purged as a whole
    List<Long> before = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      before.add(hakmem.malloc(112));
    }
    before.forEach(hakmem::free);
    hakmem.trim();
    openTheFastPath();
    List<Long> now = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      now.add(hakmem.malloc(1536));
    }
    List<Long> stale = new ArrayList<>(before);
    stale.removeAll(new HashSet<>(now));
    stale.subList(0, 200).forEach(this::assertRefused);
    hakmem.free(kept);
    now.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
  }

  /** By a thread of its own, so it may come late. */
  @Test
  void lateFreesOfAnAllocatorAreLoggedOnce() {
    try (LoggedLines log = new LoggedLines()) {
      for (int i = 0; i < 3; i++) {
        long a = hakmem.malloc(64);
        hakmem.free(a);
        hakmem.free(hakmem.malloc(80));
        hakmem.free(a);
        hakmem.trim();
        openTheFastPath();
      }
      assertThat(late()).isEqualTo(3);
      assertThat(Quiet.becomes(() -> !log.lines().isEmpty())).isTrue();
      assertThat(log.lines()).singleElement().asString().contains("was freed twice");
    }
  }

  @Test
  void theBlockThatTheThreadFreedLastIsRefused() {
    long block = hakmem.malloc(64);
    hakmem.free(block);
    assertRefused(block);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aBlockThatIsInItsSlabIsRefused() {
    long block = hakmem.malloc(64);
    hakmem.malloc(64);
    hakmem.free(block);
    hakmem.trim();
    assertRefused(block);
  }
}
