package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.hakmem.Allocators;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same steps on an arena of the JDK and on ours come to the same: values and types of
 * exceptions, and for wrong arguments their messages too.
 */
class SameRulesTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  /** Steps by name, on an arena that is open, has one segment of 8 bytes, and is closed then. */
  private final class Steps {
    private final Arena arena;
    private final MemorySegment first;
    private final List<String> story = new ArrayList<>();

    Steps(Arena arena) {
      this.arena = arena;
      this.first = arena.allocate(8);
    }

    void step(String name, Callable<?> step) {
      story.add(name + ": " + outcome(step));
    }

    void inAnotherThread(String name, Callable<?> step) throws Exception {
      FutureTask<String> task = new FutureTask<>(() -> outcome(step));
      Thread.ofPlatform().start(task);
      story.add(name + ": " + task.get());
    }

    void close() {
      arena.close();
    }

    Object closed() {
      arena.close();
      return "closed";
    }
  }

  private static String outcome(Callable<?> step) {
    try {
      return String.valueOf(step.call());
    } catch (IllegalArgumentException e) {
      return e.toString();
    } catch (Throwable t) {
      return t.getClass().getName();
    }
  }

  private List<String> both(Kind kind, Map<String, List<String>> stories, Script script)
      throws Exception {
    for (boolean jdk : new boolean[] {true, false}) {
      Steps steps = new Steps(jdk ? kind.ofJdk() : kind.of(allocators.create()));
      script.run(steps);
      stories.put(jdk ? "jdk" : "hakmem", steps.story);
    }
    assertThat(stories.get("hakmem")).isEqualTo(stories.get("jdk"));
    return stories.get("jdk");
  }

  private interface Script {
    void run(Steps steps) throws Exception;
  }

  private List<String> both(Kind kind, Script script) throws Exception {
    return both(kind, new TreeMap<>(), script);
  }

  @ParameterizedTest
  @EnumSource
  void sizesAndAlignments(Kind kind) throws Exception {
    List<String> story =
        both(
            kind,
            on -> {
              for (long size :
                  new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7}) {
                on.step("size " + size, () -> on.arena.allocate(size));
                on.step("aligned size " + size, () -> on.arena.allocate(size, 64));
              }
              on.step("size 2^48", () -> on.arena.allocate(1L << 48));
              for (long alignment : new long[] {0, -1, 3, 24, Long.MIN_VALUE, Long.MAX_VALUE}) {
                on.step("alignment " + alignment, () -> on.arena.allocate(8, alignment));
                on.step("no bytes, " + alignment, () -> on.arena.allocate(0, alignment));
              }
              on.step("alignment 2^62", () -> on.arena.allocate(8, 1L << 62));
              for (long alignment = 1; alignment <= 1 << 22; alignment *= 2) {
                for (long size : new long[] {0, 1, 7, 64, 100, 5000, 70_000}) {
                  MemorySegment segment = on.arena.allocate(size, alignment);
                  long address = segment.address();
                  long of = alignment;
                  on.step(
                      size + " at " + alignment,
                      () -> segment.byteSize() + " " + address % of + " " + isZero(segment));
                }
              }
              on.close();
            });
    assertThat(story).anyMatch(line -> line.contains("OutOfMemoryError"));
  }

  private static boolean isZero(MemorySegment segment) {
    return segment.mismatch(MemorySegment.ofArray(new byte[(int) segment.byteSize()])) == -1;
  }

  @ParameterizedTest
  @EnumSource
  void whatASegmentIsAndDoes(Kind kind) throws Exception {
    both(
        kind,
        on -> {
          MemorySegment text = on.arena.allocateFrom("grüß Gott");
          on.step("string", () -> text.byteSize() + text.getString(0));
          on.step("ints", () -> on.arena.allocateFrom(JAVA_INT, 1, 2, 3).get(JAVA_INT, 8));
          on.step("scope", () -> text.scope().equals(on.arena.scope()));
          on.step("slice's scope", () -> text.asSlice(1, 2).scope().equals(on.arena.scope()));
          on.step("slice too long", () -> text.asSlice(1, 12));
          on.step("past the end", () -> on.first.get(JAVA_BYTE, 8));
          on.step("before it", () -> on.first.get(JAVA_BYTE, -1));
          on.step("unaligned", () -> on.first.get(JAVA_LONG, 1));
          on.step("alive", () -> on.arena.scope().isAlive());
          on.step("native", () -> on.first.isNative() + " " + on.first.isMapped());
          on.step("read only", () -> on.first.isReadOnly());
          on.step("fill", () -> on.first.fill((byte) 7).get(JAVA_BYTE, 7));
          on.step("copy", () -> on.arena.allocate(8).copyFrom(on.first).get(JAVA_LONG, 0));
          ByteBuffer buffer = on.first.asByteBuffer();
          on.step("buffer", () -> buffer.get(3) + " " + buffer.isDirect() + buffer.capacity());
          on.step("by this thread", () -> on.first.isAccessibleBy(Thread.currentThread()));
          on.step("by another", () -> on.first.isAccessibleBy(new Thread(() -> {})));
          on.inAnotherThread("read by another", () -> on.first.get(JAVA_BYTE, 0));
          on.inAnotherThread("allocate by another", () -> on.arena.allocate(9).byteSize());
          on.inAnotherThread("large, by another", () -> on.arena.allocate(99_999).byteSize());
          on.close();
        });
  }

  /** Not for batched arenas, whose scope ends later: {@link BatchedArenaTest}. */
  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void afterTheClose(Kind kind) throws Exception {
    List<String> story =
        both(
            kind,
            on -> {
              ByteBuffer buffer = on.first.asByteBuffer();
              on.close();
              on.step("close twice", on::closed);
              on.inAnotherThread("close by another", on::closed);
              on.step("allocate", () -> on.arena.allocate(8));
              on.step("allocate much", () -> on.arena.allocate(88_888));
              on.step("allocate nothing", () -> on.arena.allocate(0));
              on.step("bad size comes first", () -> on.arena.allocate(-8));
              on.step("read", () -> on.first.get(JAVA_BYTE, 0));
              on.step("fill", () -> on.first.fill((byte) 0));
              on.step("buffer", () -> buffer.get(0));
              on.step("slice", () -> on.first.asSlice(1).get(JAVA_BYTE, 0));
              on.step("alive", () -> on.arena.scope().isAlive());
              on.inAnotherThread("allocate by another", () -> on.arena.allocate(8));
            });
    assertThat(story).anyMatch(line -> line.equals("close twice: java.lang.IllegalStateException"));
  }

  /** Actions that see what they should, fail, and close the arena once more. */
  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  @Tag("native-only")
  @SuppressWarnings("restricted") // to register an action is
  void cleanUpActions(Kind kind) throws Exception {
    List<String> story =
        both(
            kind,
            on -> {
              List<String> ran = new ArrayList<>();
              on.first.set(JAVA_LONG, 0, 42);
              on.first.reinterpret(
                  8, on.arena, same -> ran.add(same.byteSize() + ", alive " + alive(on.arena)));
              on.first.reinterpret(8, on.arena, same -> ran.add("closed: " + outcome(on::closed)));
              on.first.reinterpret(
                  8,
                  on.arena,
                  same -> {
                    ran.add("fails");
                    throw new UnsupportedOperationException();
                  });
              on.step("close", on::closed);
              ran.sort(null); // in what order is nowhere said
              on.step("ran", () -> ran);
              on.step("close again", on::closed);
              on.step("allocate", () -> on.arena.allocate(8));
              on.step("too late", () -> on.first.reinterpret(8, on.arena, same -> {}));
            });
    assertThat(story).contains("close: java.lang.UnsupportedOperationException");
  }

  private static boolean alive(Arena arena) {
    return arena.scope().isAlive();
  }

  @ParameterizedTest
  @EnumSource
  void closeByAnotherThread(Kind kind) throws Exception {
    both(
        kind,
        on -> {
          on.inAnotherThread("close by another", on::closed);
          on.step("close", on::closed);
          on.step("once more", on::closed);
          on.step("allocate", () -> on.arena.allocate(8));
        });
  }
}
