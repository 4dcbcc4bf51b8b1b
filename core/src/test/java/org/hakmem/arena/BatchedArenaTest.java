package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemStats;
import org.hakmem.HakmemStats.Quarantine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is promised of batched arenas, one thing at a time. */
class BatchedArenaTest {

  private static final class MeantForTheLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MeantForTheLogException() {
      super("by a test", null, false, false);
    }
  }

  /** Larger than what a generation's word counts, see GenerationState. */
  private static final long LARGE_ARENA = 2 << 20;

  @RegisterExtension final Allocators allocators = new Allocators();

  private static void requireEnded(MemorySegment segment) {
    assertThat(segment.scope().isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
  }

  @Test
  void afterItsCloseAnArenaAllocatesNoMoreAndItsMemoryStaysAsItWas() {
    Hakmem hakmem = allocators.create(settings -> settings.batchMillis(86_400_000));
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment segment = arena.allocate(64);
    segment.fill((byte) 0x5A);
    arena.close();

    assertThatIllegalStateException().isThrownBy(() -> arena.allocate(1));
    assertThatIllegalStateException().isThrownBy(() -> arena.allocateUninitialized(1, 1));
    assertThatIllegalStateException().isThrownBy(arena::close);
    for (int i = 0; i < 100; i++) {
      try (HakmemArena other = hakmem.newBatchedArena()) {
        other.allocate(64).fill((byte) 1);
        assertThat(segment.get(JAVA_LONG, 56)).isEqualTo(0x5A5A5A5A5A5A5A5AL);
      }
    }
    hakmem.trim();
    requireEnded(segment);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void theNumberOfArenasEndsAGeneration() {
    Hakmem hakmem = allocators.create(settings -> settings.batchArenas(3).batchMillis(86_400_000));
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        segments.add(arena.allocate(8));
      }
    }
    segments.subList(0, 3).forEach(BatchedArenaTest::requireEnded);
    assertThat(segments.get(3).get(JAVA_LONG, 0)).isZero();
  }

  @Test
  void itsBytesEndAGeneration() {
    Hakmem hakmem =
        allocators.create(settings -> settings.batchBytes(1 << 20).batchMillis(86_400_000));
    MemorySegment segment;
    try (HakmemArena arena = hakmem.newBatchedArena()) {
      segment = arena.allocate(1 << 20);
      assertThat(segment.get(JAVA_LONG, 0)).isZero();
    }
    requireEnded(segment);
  }

  @Test
  void withoutAScavengerTheNextCallEndsAnOldGeneration() {
    Hakmem hakmem = allocators.create(settings -> settings.batchMillis(0));
    MemorySegment segment;
    try (HakmemArena arena = hakmem.newBatchedArena()) {
      segment = arena.allocate(8);
    }
    assertThat(segment.get(JAVA_LONG, 0)).isZero();
    hakmem.newBatchedArena().close();
    requireEnded(segment);
  }

  @Test
  @Timeout(120) // else a fault would be a test without an end
  void theScavengerEndsAnOldGeneration() throws InterruptedException {
    Hakmem hakmem =
        allocators.create(settings -> settings.scavenger(true).purgeDelayMillis(4).batchMillis(1));
    MemorySegment segment;
    try (HakmemArena arena = hakmem.newBatchedArena()) {
      segment = arena.allocate(8);
    }
    while (segment.scope().isAlive()) { // for ever if nobody ends it: no call is made
      Thread.sleep(1); // until its time is over, however long that takes
    }
    requireEnded(segment);
  }

  @Test
  void anOpenArenaKeepsItsGenerationAndNoOther() {
    Hakmem hakmem = allocators.create(settings -> settings.batchArenas(10).batchMillis(86_400_000));
    HakmemArena keeper = hakmem.newBatchedArena();
    MemorySegment kept = keeper.allocate(8);
    kept.set(JAVA_LONG, 0, 42);
    List<MemorySegment> others = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        others.add(arena.allocate(8));
      }
    }
    hakmem.trim();
    assertThat(others.subList(0, 9)).allMatch(each -> each.scope().isAlive());
    others.subList(9, 19).forEach(BatchedArenaTest::requireEnded);
    assertThat(kept.get(JAVA_LONG, 0)).isEqualTo(42);
    keeper.allocate(100_000).fill((byte) 1); // still open, whatever its generation

    keeper.close();
    requireEnded(kept);
    Allocators.requireNothingLeft(hakmem);
  }

  /** One arena in a hundred stays open, and would hold back some hundred KiB. */
  @Test
  @Tag("native-only") // in portable memory it is the JDK's
  void openArenasHoldBackNoMoreThanTheBound() {
    long bound = 4 << 20;
    Hakmem hakmem =
        allocators.create(
            settings -> settings.batchArenas(100).batchBytes(bound).batchMillis(86_400_000));
    List<HakmemArena> open = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      HakmemArena arena = hakmem.newBatchedArena();
      arena.allocate(4000);
      if (i % 100 == 50) {
        open.add(arena);
      } else {
        arena.close();
      }
      assertThat(Allocators.quarantinedBytes(hakmem)).isLessThanOrEqualTo(bound);
    }
    HakmemStats stats = Allocators.stats(hakmem);
    assertThat(stats.liveBytes()).isLessThan(bound + open.size() * 16_384L);
    assertThat(stats.quarantine().bytes())
        .isEqualTo(Allocators.quarantinedBytes(hakmem))
        .isBetween(1L, stats.liveBytes());

    open.forEach(HakmemArena::close);
    assertThat(Allocators.quarantinedBytes(hakmem)).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void theStatisticsTellWhatWaitsAndWhatIsHeldBack() {
    Hakmem hakmem = allocators.create(settings -> settings.batchArenas(3).batchMillis(86_400_000));
    assertThat(Allocators.stats(hakmem).quarantine()).isEqualTo(new Quarantine(0, 0, 0, 0, 0));
    HakmemArena keeper = hakmem.newBatchedArena();
    keeper.allocate(1000);
    close(hakmem, 1);
    assertThat(Allocators.stats(hakmem).quarantine()).isEqualTo(new Quarantine(16, 0, 1, 0, 1));
    close(hakmem, LARGE_ARENA); // is the third, and seals it
    long sealed = 16 + LARGE_ARENA;
    assertThat(Allocators.stats(hakmem).quarantine())
        .isEqualTo(new Quarantine(sealed, sealed, 2, 2, 1));
    close(hakmem, 64);
    assertThat(Allocators.stats(hakmem).quarantine())
        .isEqualTo(new Quarantine(sealed + 64, sealed, 3, 2, 2));

    keeper.close();
    assertThat(Allocators.stats(hakmem).quarantine()).isEqualTo(new Quarantine(64, 0, 1, 0, 1));
    hakmem.trim();
    assertThat(Allocators.stats(hakmem).quarantine()).isEqualTo(new Quarantine(0, 0, 0, 0, 0));
  }

  private static void close(Hakmem hakmem, long bytes) {
    try (HakmemArena arena = hakmem.newBatchedArena()) {
      arena.allocate(bytes);
    }
  }

  @Test
  @SuppressWarnings("restricted") // to register an action is
  void aCleanUpActionRunsOnceAndDoesNotSpoilTheEnd() {
    Hakmem hakmem = allocators.create(settings -> settings.batchMillis(86_400_000));
    AtomicInteger runs = new AtomicInteger();
    MemorySegment segment;
    try (HakmemArena arena = hakmem.newBatchedArena()) {
      segment = arena.allocate(8);
      if (Allocators.canPurge(hakmem)) { // else native access is denied
        segment.reinterpret(
            8,
            arena,
            same -> {
              runs.incrementAndGet();
              throw new MeantForTheLogException();
            });
      }
    }
    assertThat(runs).hasValue(0);
    hakmem.trim();
    requireEnded(segment);
    assertThat(runs).hasValue(Allocators.canPurge(hakmem) ? 1 : 0);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void closingTheAllocatorEndsOpenArenasToo() {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment segment = arena.allocate(8);
    hakmem.close();
    requireEnded(segment);
    assertThatIllegalStateException().isThrownBy(() -> arena.allocate(8));
    arena.close();
  }
}
