package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arenas' memory: zero, disjoint, of the allocator, and freed. */
class ArenaMemoryTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private static boolean isZero(MemorySegment segment) {
    return segment.mismatch(MemorySegment.ofArray(new byte[(int) segment.byteSize()])) == -1;
  }

  /** Random sizes, each filled with its own number, all there at the end. */
  private static void fillAndCheck(HakmemArena arena, long seed, int requests) {
    Random random = new Random(seed);
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long size = random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(300);
      long alignment = 1L << random.nextInt(9);
      MemorySegment segment =
          random.nextBoolean()
              ? arena.allocate(size, alignment)
              : arena.allocateUninitialized(size, alignment).fill((byte) 0);
      assertThat(isZero(segment)).as("%s, zeroed", segment).isTrue();
      segment.fill((byte) (i ^ seed));
      segments.add(segment);
    }
    for (int i = 0; i < requests; i++) {
      byte[] expected = new byte[(int) segments.get(i).byteSize()];
      Arrays.fill(expected, (byte) (i ^ seed));
      assertThat(segments.get(i).mismatch(MemorySegment.ofArray(expected))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allIsZeroAndDisjointAndFreed(Kind kind) {
    Hakmem hakmem = allocators.create();
    for (int round = 0; round < 20; round++) { // memory of earlier rounds is dirty
      try (HakmemArena arena = kind.of(hakmem)) {
        fillAndCheck(arena, round, 200);
      }
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "BATCHED"})
  void byManyThreadsAtOnce(Kind kind) throws Exception {
    Hakmem hakmem = allocators.create();
    for (int round = 0; round < 10; round++) {
      HakmemArena arena = kind.of(hakmem);
      List<Callable<List<MemorySegment>>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int seed = i;
        tasks.add(() -> stretches(arena, seed));
      }
      Map<Long, Long> ends = new TreeMap<>();
      for (List<MemorySegment> segments : Threads.run(tasks)) {
        for (MemorySegment segment : segments) {
          long end = segment.address() + Math.max(segment.byteSize(), 1);
          assertThat(ends.put(segment.address(), end)).isNull();
        }
      }
      long before = 0;
      for (Map.Entry<Long, Long> each : ends.entrySet()) {
        assertThat(each.getKey()).as("begins after the one below").isGreaterThanOrEqualTo(before);
        before = each.getValue();
      }
      arena.close();
    }
    Allocators.requireNothingLeft(hakmem);
  }

  private static List<MemorySegment> stretches(HakmemArena arena, long seed) {
    Random random = new Random(seed);
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      long size = random.nextInt(50) == 0 ? random.nextInt(50_000) : random.nextInt(100);
      segments.add(arena.allocateUninitialized(size, 1L << random.nextInt(7)));
    }
    return segments;
  }

  /** Threads allocate until it is closed under them: no block is lost, and none freed twice. */
  @ParameterizedTest
  @EnumSource(names = {"SHARED", "BATCHED"})
  void closedWhileOthersAllocate(Kind kind) throws Exception {
    Hakmem hakmem = allocators.create();
    for (int round = 0; round < 100; round++) {
      HakmemArena arena = kind.of(hakmem);
      Callable<Boolean> user = () -> allocateUntilClosed(arena);
      Callable<Boolean> closer =
          () -> {
            arena.allocate(100);
            arena.close();
            return true;
          };
      assertThat(Threads.run(List.of(user, user, closer, user))).containsOnly(true);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  private static boolean allocateUntilClosed(HakmemArena arena) {
    try {
      for (long size = 1; ; size = size * 3 % 70_001) {
        arena.allocate(size).set(JAVA_BYTE, size - 1, (byte) 1);
      }
    } catch (IllegalStateException e) {
      return e.getMessage().contains("closed");
    }
  }

  @Test
  @Tag("native-only") // in portable memory it is the JDK's
  void smallArenasAreCheapAndLargeRequestsHaveTheirOwnBlocks() {
    Hakmem hakmem = allocators.create();
    try (HakmemArena arena = hakmem.newConfinedArena()) {
      arena.allocate(16);
      assertThat(Allocators.stats(hakmem).liveBytes()).isEqualTo(256);
      arena.allocate(100);
      assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(1);
      arena.allocate(5 << 20);
      arena.allocate(100);
      assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(2);
      for (int i = 0; i < 10_000; i++) {
        arena.allocate(64);
      }
      assertThat(Allocators.stats(hakmem).liveBlocks()).isLessThan(20);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("native-only") // in portable memory it is the JDK's
  void theLimitIsTheAllocators(Kind kind) {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(8 << 20));
    try (HakmemArena arena = kind.of(hakmem)) {
      arena.allocate(1000).set(JAVA_LONG, 0, 42);
      assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> arena.allocate(9 << 20));
      MemorySegment most = arena.allocate(4 << 20);
      assertThat(isZero(most)).isTrue();
    }
    try (HakmemArena arena = kind.of(hakmem)) { // what is in quarantine is given back for it
      arena.allocate(7 << 20);
    }
    hakmem.free(hakmem.malloc(7 << 20));
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource
  void aClosedAllocatorMakesNone(Kind kind) {
    Hakmem hakmem = allocators.create();
    kind.of(hakmem).close();
    hakmem.close();
    assertThatIllegalStateException().isThrownBy(() -> kind.of(hakmem));
  }

  @ParameterizedTest
  @EnumSource
  void inVirtualThreads(Kind kind) throws Exception {
    Hakmem hakmem = allocators.create();
    int count = kind == Kind.SHARED ? 50 : 1000; // each close of a shared one stops all threads
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int seed = i;
        done.add(
            threads.submit(() -> {
              try (HakmemArena arena = kind.of(hakmem)) {
                fillAndCheck(arena, seed, 20);
                Thread.yield();
                fillAndCheck(arena, seed, 20);
              }
            }));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void anInterruptChangesNothing() {
    Hakmem hakmem = allocators.create();
    Thread.currentThread().interrupt();
    for (Kind kind : Kind.values()) {
      try (HakmemArena arena = kind.of(hakmem)) {
        fillAndCheck(arena, 1, 50);
      }
    }
    assertThat(Thread.interrupted()).isTrue();
    Allocators.requireNothingLeft(hakmem);
  }
}
