package org.hakmem.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hakmem.Allocators;
import org.hakmem.CorruptionException;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checked allocator finds in calls with raw addresses. */
class RawBlocksTest {

  /** In a slab, in a large run, and, beyond a quarter of the quarantine, in a mapping. */
  private static final long[] SIZES = {0, 1, 16, 50, 4_096, 300_000, 2 << 20, 40 << 20};

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = Callers.checked(allocators);
  }

  static Stream<Long> sizes() {
    return java.util.Arrays.stream(SIZES).boxed();
  }

  static Stream<Arguments> sizesAndThreads() {
    return sizes()
        .flatMap(size -> Stream.of(Callers.Kind.values()).map(kind -> Arguments.of(size, kind)));
  }

  private byte read(long address) {
    return Allocators.memory(hakmem, address, 1).get(JAVA_BYTE, 0);
  }

  private void write(long address, int value) {
    Allocators.memory(hakmem, address, 1).set(JAVA_BYTE, 0, (byte) value);
  }

  @ParameterizedTest
  @MethodSource("sizesAndThreads")
  void doubleFreesHaveBothStacks(long size, Callers.Kind kind) throws InterruptedException {
    long block = Callers.allocates(hakmem, size);
    kind.run(() -> Callers.frees(hakmem, block));
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(block))
        .withMessageContaining("freed twice: a block of " + size + " bytes")
        .withMessageContaining("Callers.allocates")
        .withMessageContaining("Callers.frees")
        .satisfies(e -> assertThat(e.address()).isEqualTo(block))
        .satisfies(e -> assertThat(Callers.stacks(e)).hasSize(2))
        .satisfies(e -> assertThat(Callers.stacks(e).get(0)).endsWith(" in allocates"))
        .satisfies(e -> assertThat(Callers.stacks(e).get(1)).endsWith(" in frees"));
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @MethodSource("sizesAndThreads")
  void freedBlocksAreRefusedByEachCall(long size, Callers.Kind kind) throws InterruptedException {
    long block = Callers.allocates(hakmem, size);
    Callers.frees(hakmem, block);
    kind.run(() -> {
      assertFreedTwice(() -> hakmem.usableSize(block));
      assertFreedTwice(() -> hakmem.realloc(block, 100));
      assertFreedTwice(() -> hakmem.free(block));
    });
    assertThat(Allocators.stats(hakmem).liveBlocks()).isZero();
  }

  private static void assertFreedTwice(Runnable call) {
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(call::run)
        .withMessageContaining("freed twice")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void ofTwoFreesAtOnceOneSucceeds(long size) throws InterruptedException {
    for (int round = 0; round < (size > 1 << 20 ? 2 : 20); round++) {
      long block = hakmem.malloc(size);
      CountDownLatch go = new CountDownLatch(1);
      AtomicInteger refused = new AtomicInteger();
      Runnable free =
          () -> {
            try {
              go.await();
              hakmem.free(block);
            } catch (InvalidFreeException e) {
              refused.incrementAndGet();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          };
      Thread platform = Thread.ofPlatform().start(free);
      Thread virtual = Thread.ofVirtual().start(free);
      go.countDown();
      platform.join();
      virtual.join();
      assertThat(refused.get()).isEqualTo(1);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @CsvSource({"64, 1", "64, 16", "64, 63", "5000, 4096", "300000, 65536", "41943040, 20971520"})
  void addressesInsideABlockAreRefused(long size, long offset) {
    long block = Callers.allocates(hakmem, size);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(block + offset))
        .withMessageContaining("inside a block of " + size + " bytes, " + offset + " bytes after")
        .withMessageContaining("Callers.allocates");
    assertThat(hakmem.usableSize(block)).isEqualTo(size);
    hakmem.free(block);
  }

  @Test
  void addressesBesideABlockAreRefused() {
    long block = Callers.allocates(hakmem, 64);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(block + 64))
        .withMessageContaining("behind a block of 64 bytes, 64 bytes after");
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(block - 16))
        .withMessageContaining("in front of a block of 64 bytes, 16 bytes before");
    hakmem.free(block);
  }

  @Test
  void foreignAddressesAreRefused() {
    long other = allocators.create().malloc(64);
    long ofAnother = Callers.checked(allocators).malloc(64);
    for (long address : new long[] {1, 16, -16, other, ofAnother, Long.MAX_VALUE}) {
      assertThatExceptionOfType(InvalidFreeException.class)
          .isThrownBy(() -> hakmem.free(address))
          .withMessageContaining("not a block of this allocator");
    }
    hakmem.free(0);
  }

  @ParameterizedTest
  @MethodSource("sizesAndThreads")
  void anOverrunByOneByteIsFoundByTheFree(long size, Callers.Kind kind)
      throws InterruptedException {
    long block = Callers.allocates(hakmem, size);
    write(block + size, 0);
    kind.run(() ->
        assertThatExceptionOfType(CorruptionException.class)
            .isThrownBy(() -> hakmem.free(block))
            .withMessageContaining(
                "of a block of " + size + " bytes, byte " + size + " holds 00 instead of fd")
            .withMessageContaining("Callers.allocates")
            .satisfies(e -> assertThat(e.address()).isEqualTo(block))
            .satisfies(e -> assertThat(e.offset()).isEqualTo(size))
            .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2)));
    assertFreedTwice(() -> hakmem.free(block));
    Allocators.requireNothingLeft(hakmem);
    assertThat(hakmem.stats().checked().lateWrites()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"50, 1", "50, 16", "4096, 1", "300000, 2", "41943040, 16"})
  void aWriteBeforeABlockIsFoundByTheFree(long size, long before) {
    long block = hakmem.malloc(size);
    write(block - before, 0x41);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> hakmem.free(block))
        .withMessageContaining("byte -" + before + " holds 41 instead of fd");
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 4096, 65_536, 1 << 21})
  void alignedBlocksAreCheckedToo(long alignment) {
    long block = hakmem.malloc(100, alignment);
    assertThat(block % alignment).isZero();
    write(block + 100, 0);
    assertThatExceptionOfType(CorruptionException.class).isThrownBy(() -> hakmem.free(block));
    long other = hakmem.malloc(100, alignment);
    hakmem.free(other);
  }

  @Test
  void anOverrunIsFoundByReallocWhichChangesNothing() {
    long block = Callers.allocates(hakmem, 64);
    Allocators.memory(hakmem, block, 64).fill((byte) 7);
    write(block + 64, 0);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> hakmem.realloc(block, 200))
        .withMessageContaining("byte 64 holds 00 instead of fd");
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(1);
    long moved = hakmem.realloc(block, 200);
    assertThat(read(moved + 63)).isEqualTo((byte) 7);
    hakmem.free(moved);
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @CsvSource({"64, 65", "64, 64", "64, 10", "5000, 300000", "300000, 5000", "40000000, 50000000"})
  void reallocAlwaysMovesAndKeepsContents(long from, long to) {
    long block = hakmem.malloc(from);
    Allocators.memory(hakmem, block, from).fill((byte) 7);
    long moved = hakmem.realloc(block, to);
    assertThat(moved).isNotEqualTo(block);
    MemorySegment contents = Allocators.memory(hakmem, moved, Math.min(from, to));
    assertThat(contents.mismatch(filled(contents.byteSize(), 7))).isEqualTo(-1);
    assertThat(hakmem.usableSize(moved)).isEqualTo(to);
    assertFreedTwice(() -> hakmem.free(block));
    hakmem.free(moved);
    Allocators.requireNothingLeft(hakmem);
  }

  private static MemorySegment filled(long bytes, int value) {
    byte[] array = new byte[(int) bytes];
    java.util.Arrays.fill(array, (byte) value);
    return MemorySegment.ofArray(array);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void newAndFreedMemoryIsFilled(long size) {
    long block = hakmem.malloc(size);
    MemorySegment memory = Allocators.memory(hakmem, block, size);
    assertThat(memory.mismatch(filled(size, 0xCD))).isEqualTo(-1);
    hakmem.free(block);
    if (size < 16 << 20) { // it waits
      assertThat(memory.mismatch(filled(size, 0xDD))).isEqualTo(-1);
    }
    long zeroed = hakmem.calloc(size);
    assertThat(Allocators.memory(hakmem, zeroed, size).mismatch(filled(size, 0))).isEqualTo(-1);
    hakmem.free(zeroed);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void usableSizeIsWhatWasAskedFor(long size) {
    long block = hakmem.malloc(size);
    assertThat(hakmem.usableSize(block)).isEqualTo(size);
    hakmem.free(block);
  }

  @ParameterizedTest
  @CsvSource({"64, 0", "64, 63", "64, 64", "64, -1", "5000, 4999", "300000, 1000"})
  void aLateWriteIsReportedBeforeReuse(long size, long offset) {
    long block = Callers.allocates(hakmem, size);
    Callers.frees(hakmem, block);
    write(block + offset, 0x41);
    try (LoggedLines log = new LoggedLines()) {
      hakmem.trim();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("written after it was freed", "byte " + offset + " holds 41 instead of ")
          .contains("Callers.allocates", "Callers.frees");
    }
    HakmemStats.Checked checked = hakmem.stats().checked();
    assertThat(checked.lateWrites()).isEqualTo(1);
    assertThat(checked.quarantinedBlocks()).isZero();
  }

  @Test
  void freedMemoryWaitsInTheOrderOfItsFreesAndIsBounded() {
    long first = hakmem.malloc(1 << 20);
    hakmem.free(first);
    write(first, 1);
    try (LoggedLines log = new LoggedLines()) {
      for (int i = 0; i < 62; i++) {
        hakmem.free(hakmem.malloc(1 << 20));
      }
      assertThat(log.lines()).isEmpty();
      hakmem.free(hakmem.malloc(1 << 20));
      assertThat(log.lines()).singleElement().asString().contains("after it was freed");
    }
    HakmemStats.Checked checked = hakmem.stats().checked();
    assertThat(checked.quarantinedBytes()).isLessThanOrEqualTo(64 << 20);
    assertThat(checked.quarantinedBlocks()).isEqualTo(63);
  }

  @Test
  void theQuarantineIsBoundedByNumberToo() {
    for (int i = 0; i < (1 << 15) + 100; i++) {
      hakmem.free(hakmem.malloc(1));
    }
    assertThat(hakmem.stats().checked().quarantinedBlocks()).isEqualTo(1 << 15);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void statisticsCountWhatTheProgramHas() {
    long block = hakmem.malloc(100);
    hakmem.free(hakmem.malloc(50));
    HakmemStats stats = Allocators.stats(hakmem);
    assertThat(stats.liveBlocks()).isEqualTo(1);
    assertThat(stats.liveBytes()).isEqualTo(100);
    assertThat(stats.checked().quarantinedBlocks()).isEqualTo(1);
    hakmem.free(block);
  }

  @Test
  void describeTellsTheStacks() {
    long block = Callers.allocates(hakmem, 64);
    assertThat(hakmem.describe(block + 8))
        .contains("byte 8 of a live block of 64 bytes", "Callers.allocates")
        .doesNotContain("freed by");
    Callers.frees(hakmem, block);
    assertThat(hakmem.describe(block))
        .contains("byte 0 of a freed block of 64 bytes", "Callers.allocates", "Callers.frees");
    assertThat(hakmem.describe(16))
        .isEqualTo(
            "0x10: no block is recorded there; org.hakmem.safety=checked records all blocks");
    assertThat(allocators.create().describe(block)).contains("no block is recorded there");
  }

  @Test
  void manyLiveBlocksDoNotOverlap() {
    Set<Long> blocks = new java.util.HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(blocks.add(hakmem.malloc(i % 300))).isTrue();
    }
    blocks.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
  }
}
