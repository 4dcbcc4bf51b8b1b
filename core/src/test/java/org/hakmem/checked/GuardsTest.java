package org.hakmem.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hakmem.Allocators;
import org.hakmem.CorruptionException;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.hakmem.Safety;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarded blocks, as far as no fault ends the JVM; {@code GuardFaultTest} has the rest. */
@Tag("native-only")
class GuardsTest {

  private static final int PAGE = 4096;

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem guarding(Safety safety) {
    return allocators.create(settings -> settings.safety(safety).guardSample(1));
  }

  private Hakmem guarding(UnaryOperator<HakmemConfigBuilder> settings) {
    return allocators.create(it -> settings.apply(it.guardSample(1)));
  }

  private static HakmemStats.Checked checked(Hakmem hakmem) {
    return Allocators.stats(hakmem).checked();
  }

  private static Path file(Hakmem hakmem) {
    String number = hakmem.toString().substring("hakmem ".length());
    return Path.of("hakmem-guard-" + ProcessHandle.current().pid() + "-" + number + ".txt");
  }

  @ParameterizedTest
  @EnumSource
  void inEachMode(Safety safety) {
    Hakmem hakmem = guarding(safety);
    List<Long> blocks = new ArrayList<>();
    for (long size : new long[] {0, 1, 16, 50, 4096, 4097, 300_000, 1 << 20}) {
      long block = hakmem.malloc(size);
      long end = block + size;
      assertThat(-end & PAGE - 1).as("bytes from the end to the guard page").isLessThan(16);
      assertThat(block % 16).isZero();
      assertThat(hakmem.usableSize(block)).isEqualTo(size);
      Allocators.memory(hakmem, block, size).fill((byte) 7);
      blocks.add(block);
    }
    assertThat(checked(hakmem).guardedBlocks()).isEqualTo(8);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(8);
    blocks.forEach(hakmem::free);
    assertThat(checked(hakmem).guardedBlocks()).isZero();
    assertThat(checked(hakmem).guarded()).isEqualTo(8);
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource
  void badCallsAreRefusedWithBothStacks(Safety safety) {
    Hakmem hakmem = guarding(safety);
    long block = Callers.allocates(hakmem, 64);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(block + 16))
        .withMessageContaining("inside a block of 64 bytes, 16 bytes after");
    Callers.frees(hakmem, block);
    List<Runnable> calls =
        List.of(
            () -> hakmem.free(block),
            () -> hakmem.realloc(block, 9),
            () -> hakmem.usableSize(block));
    for (Runnable call : calls) {
      assertThatExceptionOfType(InvalidFreeException.class)
          .isThrownBy(call::run)
          .withMessageContaining("freed twice: a block of 64 bytes")
          .satisfies(e -> assertThat(Callers.stacks(e).get(0)).endsWith(" in allocates"))
          .satisfies(e -> assertThat(Callers.stacks(e).get(1)).endsWith(" in frees"));
    }
    assertThat(hakmem.describe(block)).contains("a freed block of 64 bytes", "Callers.frees");
  }

  @ParameterizedTest
  @EnumSource(Callers.Kind.class)
  void byAnyThread(Callers.Kind kind) throws InterruptedException {
    Hakmem hakmem = guarding(Safety.HARDENED);
    List<Long> blocks = new ArrayList<>();
    kind.run(() -> blocks.add(hakmem.malloc(64)));
    assertThat(checked(hakmem).guardedBlocks()).isEqualTo(1);
    kind.run(() -> hakmem.free(blocks.getFirst()));
    assertThat(checked(hakmem).guardedBlocks()).isZero();
  }

  /** Where the alignment leaves bytes before the guard page. */
  @ParameterizedTest
  @CsvSource({"50, 50", "50, 63", "50, -1", "1, 15", "100, -3900"})
  void writesBetweenBlockAndGuardPageAreFoundByTheFree(long size, long offset) {
    Hakmem hakmem = guarding(Safety.HARDENED);
    long block = hakmem.malloc(size);
    Allocators.memory(hakmem, block + offset, 1).set(JAVA_BYTE, 0, (byte) 0);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> hakmem.realloc(block, 10));
    Allocators.memory(hakmem, block + offset, 1).set(JAVA_BYTE, 0, (byte) 0);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> hakmem.free(block))
        .withMessageContaining("byte " + offset + " holds 00 instead of fd");
    assertThat(checked(hakmem).guardedBlocks()).isZero();
  }

  @Test
  void alignedZeroedAndResized() {
    Hakmem hakmem = guarding(Safety.HARDENED);
    long aligned = hakmem.malloc(100, 256);
    assertThat(aligned % 256).isZero();
    long zeroed = hakmem.calloc(100);
    assertThat(
            Allocators.memory(hakmem, zeroed, 100).mismatch(MemorySegment.ofArray(new byte[100])))
        .isEqualTo(-1);
    Allocators.memory(hakmem, zeroed, 100).fill((byte) 7);
    long longer = hakmem.realloc(zeroed, 2 << 20);
    assertThat(checked(hakmem).guardedBlocks()).as("too large to be guarded").isEqualTo(1);
    assertThat(Allocators.memory(hakmem, longer, 100).get(JAVA_BYTE, 99)).isEqualTo((byte) 7);
    hakmem.free(longer);
    hakmem.free(aligned);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void liveOnesAreBoundedAndOthersGoOn() {
    Hakmem hakmem = guarding(Safety.HARDENED);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      blocks.add(hakmem.malloc(64));
    }
    assertThat(checked(hakmem).guardedBlocks()).isEqualTo(256);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(1_000);
    blocks.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
    long last = blocks.get(255);
    assertThat(hakmem.describe(last)).contains("freed block");
    assertThat(hakmem.describe(blocks.get(100))).as("unmapped").contains("no block is recorded");
  }

  @Test
  void theLimitCountsTheirPages() {
    Hakmem hakmem = guarding(it -> it.maxBytes(64 << 10));
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      blocks.add(hakmem.malloc(100));
    }
    assertThat(Allocators.stats(hakmem).committedBytes()).isEqualTo(64 << 10);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(100));
    blocks.forEach(hakmem::free);
    hakmem.free(hakmem.malloc(40_000));
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aboutOneInSoMany() {
    Hakmem hakmem = allocators.create(settings -> settings.magazineCapacity(0).guardSample(100));
    for (int i = 0; i < 20_000; i++) {
      hakmem.free(hakmem.malloc(64));
    }
    // Of 20,000 draws with a chance of 1 %, fewer than 100 or more than 300 come once in 10^11.
    assertThat(checked(hakmem).guarded()).isBetween(100L, 300L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void segmentsOfACheckedAllocatorEnd(boolean reallocated) {
    Hakmem hakmem = guarding(Safety.CHECKED);
    MemorySegment segment = hakmem.allocate(64);
    segment.set(JAVA_BYTE, 63, (byte) 7);
    MemorySegment last = reallocated ? hakmem.reallocate(segment, 65) : segment;
    assertThat(last.get(JAVA_BYTE, 63)).isEqualTo((byte) 7);
    hakmem.free(last);
    for (MemorySegment ended : List.of(segment, last)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> ended.get(JAVA_BYTE, 0));
    }
    MemorySegment open = hakmem.allocate(64);
    hakmem.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> open.get(JAVA_BYTE, 0));
  }

  @Test
  void theFileTellsOfEachBlock() throws IOException {
    Hakmem hakmem = guarding(Safety.HARDENED);
    Path file = file(hakmem);
    assertThat(file).doesNotExist();
    long block = Callers.allocates(hakmem, 64);
    String where = "block 0x" + Long.toHexString(block) + " to 0x" + Long.toHexString(block + 64);
    assertThat(Files.readString(file))
        .contains(where + ", 64 bytes, pages 0x", ", live\n", "Callers.allocates")
        .doesNotContain("freed", "\0");
    Callers.frees(hakmem, block);
    assertThat(Files.readString(file))
        .contains(where, "freed, its pages can't be accessed\n", "Callers.frees")
        .doesNotContain("live");
    for (int i = 0; i < 1_000; i++) {
      hakmem.free(hakmem.malloc(64));
    }
    assertThat(Files.readString(file)).as("only the last").doesNotContain("Callers.allocates");
    assertThat(Files.size(file)).isLessThan(2 << 20);
    hakmem.close();
    assertThat(file).doesNotExist();
  }

  @Test
  void anInterruptedThreadWritesTheFileToo() throws IOException {
    Hakmem hakmem = guarding(Safety.HARDENED);
    Thread.currentThread().interrupt();
    hakmem.malloc(16);
    long block = hakmem.malloc(64);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file(hakmem))).contains("block 0x" + Long.toHexString(block));
  }

  @Test
  void leaksOfACheckedAllocatorAreReported() {
    Hakmem hakmem = guarding(Safety.CHECKED);
    hakmem.malloc(64);
    try (LoggedLines log = new LoggedLines()) {
      hakmem.close();
      assertThat(log.lines()).singleElement().asString().contains("with 1 block of 64 bytes live");
    }
  }
}
