package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without magazines every bad free is found by the call itself. */
class UncachedBadFreeTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = allocators.create(settings -> settings.magazineCapacity(0));
  }

  private List<Long> allocate(int count, long size) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(hakmem.malloc(size));
    }
    return blocks;
  }

  private void assertInvalid(long address, String known) {
    HakmemStats before = Allocators.stats(hakmem);
    assertThatExceptionOfType(InvalidFreeException.class)
        .isThrownBy(() -> hakmem.free(address))
        .withMessageContaining(known)
        .withMessageNotContaining("magazine")
        .satisfies(e -> assertThat(e.address()).isEqualTo(address));
    assertThat(Allocators.stats(hakmem).classes()).isEqualTo(before.classes());
    assertThat(Allocators.firstFault(hakmem)).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 64, 1024, 5000, 40_000, 300_000})
  void anyBlockFreedBefore(long size) {
    List<Long> blocks = allocate(30, size);
    List<Long> freed = blocks.subList(0, 15);
    freed.forEach(hakmem::free);
    Collections.shuffle(freed, new Random(4141));
    freed.forEach(block -> assertInvalid(block, ""));
    blocks.subList(15, 30).forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 1",
    "16, 8",
    "64, 16",
    "64, 63",
    "48, 40",
    "1024, 512",
    "40000, 16",
    "40000, 20480",
    "300000, 65536"
  })
  void anyAddressInsideABlock(long size, long offset) {
    List<Long> blocks = allocate(5, size);
    blocks.forEach(block -> assertInvalid(block + offset, offset + " bytes after its start"));
    blocks.forEach(hakmem::free);
    Allocators.requireNothingLeft(hakmem);
  }

  /** 48-byte blocks leave 16 bytes at the end of their page, 40,960-byte blocks 8 KiB of two. */
  @ParameterizedTest
  @CsvSource({"48, 65520", "40960, 122880"})
  void behindTheLastBlockOfASlab(long size, long offset) {
    long first = hakmem.malloc(size);
    assertInvalid(first + offset, "behind the last block");
    hakmem.free(first);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aBlockThatWasNeverHandedOut() {
    long block = hakmem.malloc(64);
    assertInvalid(block + 64, "never allocated");
    hakmem.free(block);
  }

  private <T> T inOtherThread(java.util.function.Supplier<T> action) throws InterruptedException {
    List<T> result = new ArrayList<>();
    Thread other = Thread.ofPlatform().start(() -> result.add(action.get()));
    other.join();
    return result.getFirst();
  }

  @Test
  void aBlockThatAnotherThreadFreed() throws InterruptedException {
    long block = hakmem.malloc(64);
    inOtherThread(() -> {
      hakmem.free(block);
      return true;
    });
    assertInvalid(block, "freed twice");
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aThreadThatFreesWhatIsFreeThereOrHere() throws InterruptedException {
    List<Long> blocks = allocate(200, 64);
    blocks.subList(0, 100).forEach(hakmem::free);
    AtomicInteger refused = new AtomicInteger();
    inOtherThread(() -> {
      for (int round = 0; round < 2; round++) {
        for (long block : blocks) {
          try {
            hakmem.free(block);
          } catch (InvalidFreeException e) {
            assertThat(e.address()).isEqualTo(block);
            refused.incrementAndGet();
          }
        }
      }
      return true;
    });
    assertThat(refused).hasValue(100 + 200);
    assertThat(Allocators.stats(hakmem).liveBlocks()).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void virtualThreadsToo() throws InterruptedException {
    List<Long> blocks = allocate(100, 64);
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (long block : blocks) {
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              try {
                hakmem.free(block);
              } catch (InvalidFreeException e) {
                refused.incrementAndGet();
              }
            }));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    hakmem.trim();
    long late = Allocators.stats(hakmem).protocol().lateDoubleFrees();
    assertThat(refused.get() + late).isEqualTo(200);
    Allocators.requireNothingLeft(hakmem);
  }
}
