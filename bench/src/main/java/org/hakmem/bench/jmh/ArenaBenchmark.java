package org.hakmem.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to open an arena, allocate a zeroed segment in it, write to it, and close the arena:
 * hakmem's arenas beside the JDK's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xms1g", "-Xmx1g"})
public class ArenaBenchmark {

  private static final Hakmem HAKMEM = Hakmem.shared();
  private static final Hakmem CREATED = Hakmem.create(HakmemConfig.defaults());

  /** The segment's size in bytes. */
  @Param({"64", "4096"})
  public long byteSize;

  /** One arena's life, but for its close. */
  private long use(Arena arena) {
    return use(arena.allocate(byteSize, 8));
  }

  private long use(MemorySegment segment) {
    segment.set(ValueLayout.JAVA_LONG, 0, byteSize);
    return segment.get(ValueLayout.JAVA_LONG, byteSize - 8);
  }

  /**
   * {@link Hakmem#newConfinedArena()}.
   *
   * @return what was read
   */
  @Benchmark
  public long confined() {
    try (HakmemArena arena = HAKMEM.newConfinedArena()) {
      return use(arena);
    }
  }

  /**
   * {@link Hakmem#newConfinedArena()} of a created instance.
   *
   * @return what was read
   */
  @Benchmark
  public long confinedOfCreated() {
    try (HakmemArena arena = CREATED.newConfinedArena()) {
      return use(arena);
    }
  }

  /**
   * {@link Hakmem#newConfinedArena()} without the zeroing, which is most of it if blocks are large.
   *
   * @return what was read
   */
  @Benchmark
  public long confinedUninitialized() {
    try (HakmemArena arena = HAKMEM.newConfinedArena()) {
      return use(arena.allocateUninitialized(byteSize, 8));
    }
  }

  /**
   * {@link Arena#ofConfined()}.
   *
   * @return what was read
   */
  @Benchmark
  public long confinedOfJdk() {
    try (Arena arena = Arena.ofConfined()) {
      return use(arena);
    }
  }

  /**
   * {@link Hakmem#newBatchedArena()}.
   *
   * @return what was read
   */
  @Benchmark
  public long batched() {
    try (HakmemArena arena = HAKMEM.newBatchedArena()) {
      return use(arena);
    }
  }

  /**
   * {@link Hakmem#newSharedArena()}.
   *
   * @return what was read
   */
  @Benchmark
  public long shared() {
    try (HakmemArena arena = HAKMEM.newSharedArena()) {
      return use(arena);
    }
  }

  /**
   * {@link Arena#ofShared()}.
   *
   * @return what was read
   */
  @Benchmark
  public long sharedOfJdk() {
    try (Arena arena = Arena.ofShared()) {
      return use(arena);
    }
  }
}
