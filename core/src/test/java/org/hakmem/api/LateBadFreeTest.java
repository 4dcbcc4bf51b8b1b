package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad frees that a magazine hides until it is flushed. */
class LateBadFreeTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;
  private final List<Long> blocks = new ArrayList<>();
  private int next;

  private void create(int magazineCapacity, int count, long size) {
    hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    for (int i = 0; i < count; i++) {
      blocks.add(hakmem.malloc(size));
    }
  }

  private void freeNext(int count) {
    for (int i = 0; i < count; i++) {
      hakmem.free(blocks.get(next++));
    }
  }

  private long live() {
    return Allocators.stats(hakmem).liveBlocks();
  }

  /**
   * Frees the next blocks until one of these calls finds that {@code bad} was freed: that block is
   * free all the same.
   */
  private InvalidFreeException freeUntilFound(long bad) {
    while (next < blocks.size()) {
      HakmemStats before = Allocators.stats(hakmem);
      try {
        freeNext(1);
      } catch (InvalidFreeException e) {
        assertThat(e.address()).isEqualTo(bad);
        assertThat(e)
            .hasMessageStartingWith("0x" + Long.toHexString(bad) + ": ")
            .hasMessageContaining("freed earlier by this thread")
            .hasMessageContaining("found when its magazine was flushed");
        assertThat(Allocators.firstFault(hakmem)).isNull();
        return e;
      }
      assertThat(Allocators.stats(hakmem).liveBytes()).isLessThanOrEqualTo(before.liveBytes());
    }
    return fail("not found");
  }

  private void freeRestAndRequireNothingLeft() {
    freeNext(blocks.size() - next);
    Allocators.requireNothingLeft(hakmem);
    assertThat(Allocators.stats(hakmem).protocol().lateDoubleFrees()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64, 1",
    "1, 64, 3",
    "2, 64, 1",
    "128, 64, 1",
    "128, 64, 2",
    "128, 64, 50",
    "128, 64, 200",
    "128, 1024, 1",
    "128, 40000, 1",
    "128, 300000, 1",
    "1024, 16, 500"
  })
  void aDoubleFreeWithOthersInBetweenIsFoundByAFlush(int capacity, long size, int between) {
    create(capacity, 3 * capacity + between + 20, size);
    long twice = blocks.getFirst();
    freeNext(1 + between);
    try {
      hakmem.free(twice);
    } catch (InvalidFreeException e) { // at once is fine
      assertThat(e.address()).isEqualTo(twice);
      freeRestAndRequireNothingLeft();
      return;
    }
    int before = next;
    assertThat(freeUntilFound(twice))
        .message()
        .containsAnyOf("freed twice", "not any more"); // the slab may be gone meanwhile
    assertThat(next - before).as("frees until then").isLessThanOrEqualTo(2 * capacity + 2);
    assertThat(live()).isEqualTo(blocks.size() - next);
    freeRestAndRequireNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "128, 64, 16",
    "128, 64, 48",
    "128, 1024, 512",
    "128, 40000, 16",
    "128, 300000, 65536",
    "1, 64, 32"
  })
  void anAddressInsideABlockIsFoundByAFlush(int capacity, long size, long offset) {
    create(capacity, 3 * capacity + 20, size);
    long inside = blocks.getLast() + offset;
    hakmem.free(inside);
    assertThat(freeUntilFound(inside))
        .hasMessageContaining("inside a block, " + offset + " bytes after its start");
    assertThat(live()).isEqualTo(blocks.size() - next);
    freeRestAndRequireNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"48, 65520", "40960, 122880"})
  void anAddressBehindTheLastBlockIsFoundByAFlush(long size, long offset) {
    create(128, 400, size);
    long behind = blocks.stream().mapToLong(block -> block).min().orElseThrow() + offset;
    hakmem.free(hakmem.malloc(size)); // or the first free would go to its slab at once
    hakmem.free(behind);
    assertThat(freeUntilFound(behind)).hasMessageContaining("behind the last block");
    freeRestAndRequireNothingLeft();
  }

  @Test
  void ofSeveralBadFreesOneIsNamedAndTheOthersCounted() {
    create(128, 600, 64);
    freeNext(1);
    for (int i = 1; i < 4; i++) {
      hakmem.free(blocks.get(300) + 16 * i);
    }
    long first = blocks.get(300) + 16;
    assertThat(freeUntilFound(first)).hasMessageContaining("and 2 more such addresses");
    assertThat(live()).isEqualTo(blocks.size() - next);
    freeRestAndRequireNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 128})
  void aThreadThatOwnsNoneOfTheSlabsFindsItsDoubleFreesToo(int capacity)
      throws InterruptedException {
    create(capacity, 5 * capacity + 50, 64);
    List<Throwable> failures = new ArrayList<>();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              freeNext(4); // as these go back to their slabs at once
              long twice = blocks.get(next);
              freeNext(2);
              hakmem.free(twice);
              freeUntilFound(twice);
              freeNext(blocks.size() - next);
            });
    other.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    other.join();
    assertThat(failures).isEmpty();
    assertThat(live()).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  /** No block of the slab is free then but the one that both free, which waits for a drain. */
  @Test
  void aBlockOfAFullSlabThatItsOwnerFreesAfterAnotherThread() throws InterruptedException {
    create(0, 4, 16 << 10);
    long twice = blocks.getFirst();
    Thread.ofPlatform().start(() -> hakmem.free(twice)).join();
    assertThatThrownBy(() -> hakmem.free(twice))
        .isInstanceOf(InvalidFreeException.class)
        .hasMessageContaining("freed twice");
    assertThat(Allocators.firstFault(hakmem)).isNull();
    next = 1;
    freeRestAndRequireNothingLeft();
  }

  /** One thread's free is as good as the other's; the second that is flushed is found. */
  @Test
  void aBlockThatTwoThreadsFreeIsFoundByOneOfThem() throws InterruptedException {
    create(64, 1_000, 64);
    long twice = blocks.get(500);
    List<InvalidFreeException> found = new ArrayList<>();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              hakmem.free(twice);
              freeNext(400);
            });
    other.join();
    for (next = 400; next < blocks.size(); ) {
      try {
        freeNext(1);
      } catch (InvalidFreeException e) {
        found.add(e);
      }
    }
    hakmem.trim();
    long late = Allocators.stats(hakmem).protocol().lateDoubleFrees();
    assertThat(found.size() + late).isEqualTo(1);
    assertThat(found).allSatisfy(e -> assertThat(e.address()).isEqualTo(twice));
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aTrimDropsAndCountsBadFreesThatItFlushes() {
    create(128, 10, 64);
    freeNext(2);
    hakmem.free(blocks.getFirst());
    hakmem.trim();
    assertThat(Allocators.stats(hakmem).protocol().lateDoubleFrees()).isEqualTo(1);
    assertThat(live()).isEqualTo(8);
    freeNext(8);
    Allocators.requireNothingLeft(hakmem);
  }

  /** A resized block is freed past the magazine, so that its caller gets no other's exception. */
  @Test
  void aReallocDoesNotStumbleOverAnEarlierBadFree() {
    create(128, 400, 64);
    freeNext(2);
    hakmem.free(blocks.getFirst());
    for (int i = 0; i < 200; i++) {
      int at = next++;
      blocks.add(hakmem.realloc(blocks.get(at), 200));
    }
    freeUntilFound(blocks.getFirst());
    assertThat(live()).isEqualTo(blocks.size() - next);
    freeRestAndRequireNothingLeft();
  }

  /** A magazine may be flushed to make room for one of another class. */
  @Test
  void anyCallThatFlushesTheMagazineFindsIt() {
    hakmem = allocators.create(settings -> settings.heapCachedBytes(4096));
    for (int i = 0; i < 20; i++) {
      blocks.add(hakmem.malloc(64));
    }
    freeNext(3);
    hakmem.free(blocks.getFirst());
    freeNext(2);
    List<Long> others = new ArrayList<>();
    List<InvalidFreeException> found = new ArrayList<>();
    for (int size = 16; size <= 4096; size += 16) {
      try {
        others.add(hakmem.malloc(size));
        hakmem.free(others.removeLast());
        others.add(hakmem.malloc(size));
      } catch (InvalidFreeException e) {
        found.add(e);
      }
      if (!found.isEmpty()) {
        break;
      }
    }
    assertThat(found)
        .singleElement()
        .satisfies(e -> assertThat(e.address()).isEqualTo(blocks.getFirst()));
    assertThat(Allocators.firstFault(hakmem)).isNull();
    others.forEach(hakmem::free);
    freeRestAndRequireNothingLeft();
  }
}
