package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad call is refused by that call, whatever came before, and changes nothing. */
@ParameterizedClass
@ValueSource(ints = {0, 1, 1024})
class HardenedTest {

  /** What runs a step of a test. */
  private enum Runner {
    CALLER,
    /** A thread that has ended when the next step begins. */
    PLATFORM,
    VIRTUAL;

    void run(Callable<?> step) {
      List<Throwable> thrown = new ArrayList<>();
      Runnable task =
          () -> {
            try {
              step.call();
            } catch (Throwable t) {
              thrown.add(t);
            }
          };
      switch (this) {
        case CALLER -> task.run();
        case PLATFORM -> join(Thread.ofPlatform().start(task));
        case VIRTUAL -> join(Thread.ofVirtual().start(task));
      }
      assertThat(thrown).isEmpty();
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @RegisterExtension final Allocators allocators = new Allocators();

  @Parameter int magazineCapacity;

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    openTheFastPath();
  }

  /** The first free of a thread goes the slow way, and one after a trim. */
  private void openTheFastPath() {
    hakmem.free(hakmem.malloc(2_000));
  }

  /** Does the same with each size: one allocator for all, as portable memory takes long to make. */
  private void forEach(LongStream sizes, LongConsumer test) {
    sizes.forEach(size -> {
      try {
        test.accept(size);
        requireNothingLeft();
      } catch (AssertionError e) {
        throw new AssertionError("with " + size + " bytes", e);
      }
      openTheFastPath();
    });
  }

  /** The block size of every class, a large block, and in memory of the system a huge one. */
  private static LongStream sizes() {
    return LongStream.concat(
        IntStream.range(0, SizeClasses.COUNT).mapToLong(SizeClasses::blockBytes),
        LongStream.of((1 << 20) + 1, 3 << 20, 33 << 20));
  }

  private void assertRefused(long address, ThrowingCallable call) {
    HakmemStats before = Allocators.stats(hakmem);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.address()).isEqualTo(address));
    HakmemStats after = Allocators.stats(hakmem);
    assertThat(after.liveBlocks()).isEqualTo(before.liveBlocks());
    assertThat(after.classes()).isEqualTo(before.classes());
    assertThat(after.protocol().lateDoubleFrees()).isEqualTo(before.protocol().lateDoubleFrees());
  }

  /** By each of the calls that take a block. */
  private void assertRefused(long address) {
    assertRefused(address, () -> hakmem.free(address));
    assertRefused(address, () -> hakmem.free(segmentAt(address)));
    assertRefused(address, () -> hakmem.usableSize(address));
    assertRefused(address, () -> hakmem.realloc(address, 100));
    assertRefused(address, () -> hakmem.realloc(address, 5 << 20));
    assertRefused(address, () -> hakmem.reallocate(segmentAt(address), 100));
    assertThat(Allocators.firstFault(hakmem)).isNull();
  }

  private static java.lang.foreign.MemorySegment segmentAt(long address) {
    return java.lang.foreign.MemorySegment.ofAddress(address);
  }

  private void requireNothingLeft() {
    Allocators.requireNothingLeft(hakmem);
    assertThat(Allocators.stats(hakmem).protocol().lateDoubleFrees()).isZero();
  }

  /** All multiples of 16 in small blocks, some in larger ones, and of the others those nearest. */
  private static LongStream insideOf(long size) {
    long step = Math.max(16, size / 64 / 16 * 16);
    return LongStream.concat(
        LongStream.of(1, 8, 15, size - 1),
        LongStream.iterate(16, at -> at < size, at -> at + step));
  }

  @Test
  void everyAddressInsideALiveBlock() {
    forEach(sizes(), this::everyAddressInsideALiveBlock);
  }

  private void everyAddressInsideALiveBlock(long size) {
    long block = hakmem.malloc(size);
    insideOf(size)
        .filter(offset -> offset > 0 && offset < size)
        .forEach(offset -> assertRefused(block + offset, () -> hakmem.free(block + offset)));
    assertRefused(block + size / 2 / 16 * 16 + (size < 32 ? 8 : 0));
    assertThat(hakmem.usableSize(block)).isGreaterThanOrEqualTo(size);
    hakmem.free(block);
  }

  @Test
  void halfOfABlockOfOneMebibyteIsNotHandedOut() {
    long a = hakmem.malloc(1 << 20);
    long b = hakmem.malloc(1 << 20);
    assertRefused(b + (512 << 10));
    long c = hakmem.calloc(1 << 20);
    assertThat(c).isNotIn(a, b, b + (512 << 10));
    LongStream.of(a, b, c).forEach(hakmem::free);
    requireNothingLeft();
  }

  @Test
  void aBlockFreedTwiceWithAnotherInBetween() {
    forEach(sizes(), this::aBlockFreedTwiceWithAnotherInBetween);
  }

  private void aBlockFreedTwiceWithAnotherInBetween(long size) {
    long a = hakmem.malloc(size);
    long b = hakmem.malloc(size);
    hakmem.free(a);
    hakmem.free(b);
    assertRefused(a);
    assertRefused(b);
    List<Long> next = LongStream.range(0, 3).mapToObj(i -> hakmem.malloc(size)).toList();
    assertThat(new HashSet<>(next)).hasSize(3);
    next.forEach(hakmem::free);
  }

  static Stream<Arguments> runners() {
    return Stream.of(Runner.values())
        .flatMap(first -> Stream.of(Runner.values()).map(second -> Arguments.of(first, second)));
  }

  @ParameterizedTest
  @MethodSource("runners")
  void aBlockFreedByTwoThreadsOneAfterTheOther(Runner first, Runner second) {
    forEach(
        LongStream.of(1, 64, 100, 1024, 40_000, 600_000, 3 << 20, 33 << 20),
        size -> aBlockFreedByTwoThreadsOneAfterTheOther(first, second, size));
  }

  private void aBlockFreedByTwoThreadsOneAfterTheOther(Runner first, Runner second, long size) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      blocks.add(hakmem.malloc(size));
    }
    long twice = blocks.removeFirst();
    first.run(() -> {
      hakmem.free(twice);
      return true;
    });
    second.run(() -> {
      assertRefused(twice);
      return true;
    });
    first.run(() -> {
      assertRefused(twice);
      return true;
    });
    blocks.forEach(hakmem::free);
  }

  @ParameterizedTest
  @ValueSource(longs = {16, 64, 1024, 40_000, 600_000, 3 << 20})
  void blocksFreedAgainInAnyOrderWithAnyCallsInBetween(long size) {
    Random random = new Random(size);
    List<Long> live = new ArrayList<>();
    List<Long> freed = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      live.add(hakmem.malloc(size));
      if (random.nextInt(3) > 0) {
        long block = live.remove(random.nextInt(live.size()));
        hakmem.free(block);
        freed.add(block);
      }
      freed.removeAll(live);
      if (!freed.isEmpty()) {
        long block = freed.get(random.nextInt(freed.size()));
        assertRefused(block, () -> hakmem.free(block));
      }
      if (i % 100 == 99) {
        hakmem.trim();
        openTheFastPath();
      }
    }
    live.forEach(hakmem::free);
    requireNothingLeft();
  }

  /** Its slab is given back, and its pages are cut into blocks of another size. */
  @ParameterizedTest
  @ValueSource(longs = {48, 80, 208, 1536, 50_000})
  void aBlockWhosePagesAreAnotherClassesNow(long size) {
    List<Long> before = new ArrayList<>();
    for (int i = 0; i < 3_000_000 / size; i++) {
      before.add(hakmem.malloc(112));
    }
    before.forEach(hakmem::free);
    hakmem.trim();
    openTheFastPath();
    List<Long> now = new ArrayList<>();
    for (int i = 0; i < 3_000_000 / size; i++) {
      now.add(hakmem.malloc(size));
    }
    List<Long> stale = new ArrayList<>(before);
    stale.removeAll(new HashSet<>(now));
    assertThat(stale).isNotEmpty();
    Collections.shuffle(stale, new Random(size));
    stale
        .subList(0, Math.min(200, stale.size()))
        .forEach(block -> assertRefused(block, () -> hakmem.free(block)));
    now.forEach(hakmem::free);
    requireNothingLeft();
  }

  /** Nothing is left for a later call to stumble over, nor for another thread's. */
  @Test
  void nobodyElseGetsTheException() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      blocks.add(hakmem.malloc(64));
    }
    for (int i = 0; i < 50; i++) {
      long block = blocks.get(i);
      hakmem.free(block);
      hakmem.free(blocks.get(50 + i));
      Runner.VIRTUAL.run(() -> {
        assertThatExceptionOfType(InvalidFreeException.class).isThrownBy(() -> hakmem.free(block));
        return true;
      });
    }
    for (Runner runner : Runner.values()) {
      runner.run(() -> {
        for (int i = 0; i < 1_000; i++) {
          blocks.add(hakmem.malloc(64));
        }
        return true;
      });
    }
    List<Long> live = blocks.subList(100, blocks.size());
    assertThat(new HashSet<>(live)).hasSize(live.size());
    live.forEach(hakmem::free);
    requireNothingLeft();
  }
}
