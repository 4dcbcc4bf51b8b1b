package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An allocator is not closed while confined or shared arenas are open, and says how many. */
@Tag("native-only") // in portable memory they are the JDK's, and outlive it
class CloseWithArenasTest {

  /** The places for threads in the table of tallies. */
  private static final int PLACES = 1 << 10;

  private static final class MeantToFailException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MeantToFailException() {
      super("by a test", null, false, false);
    }
  }

  @RegisterExtension final Allocators allocators = new Allocators();

  private static void requireRefused(Hakmem hakmem, int open) {
    assertThatIllegalStateException()
        .isThrownBy(hakmem::close)
        .withMessage(
            open == 1
                ? "1 arena of this allocator is open: close it first"
                : open + " arenas of this allocator are open: close them first");
  }

  private static <T> T in(Thread.Builder threads, Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = threads.unstarted(future);
    thread.start();
    thread.join();
    return future.get();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void theCloseIsRefusedAndChangesNothing(Kind kind) {
    Hakmem hakmem = allocators.create(settings -> settings.batchMillis(86_400_000));
    HakmemArena batched = hakmem.newBatchedArena();
    MemorySegment kept = batched.allocate(8);
    HakmemArena first = kind.of(hakmem);
    MemorySegment segment = first.allocate(100);
    segment.fill((byte) 7);
    requireRefused(hakmem, 1);
    HakmemArena second = kind.of(hakmem);
    requireRefused(hakmem, 2);

    assertThat(segment.get(JAVA_BYTE, 99)).isEqualTo((byte) 7);
    assertThat(kept.get(JAVA_LONG, 0)).isZero();
    batched.allocate(64).fill((byte) 1);
    first.allocate(50_000).fill((byte) 1);
    hakmem.free(hakmem.malloc(64));
    second.close();
    requireRefused(hakmem, 1);
    first.close();
    hakmem.close();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 99));
    assertThatIllegalStateException().isThrownBy(() -> kept.get(JAVA_LONG, 0));
    assertThatIllegalStateException().isThrownBy(() -> kind.of(hakmem));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void arenasOfEveryKindOfThreadAreCounted(boolean virtual) throws Exception {
    Hakmem hakmem = allocators.create();
    Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    HakmemArena ofEndedThread =
        in(
            threads,
            () -> {
              HakmemArena shared = hakmem.newSharedArena();
              shared.allocate(8);
              List<HakmemArena> arenas = new ArrayList<>();
              for (int i = 0; i < 100; i++) {
                arenas.add(hakmem.newConfinedArena());
                arenas.get(i).allocate(i);
                Thread.yield(); // a virtual thread may change its carrier
              }
              requireRefused(hakmem, 101);
              arenas.forEach(HakmemArena::close);
              return shared;
            });
    requireRefused(hakmem, 1);
    ofEndedThread.close();
    hakmem.close();
  }

  @Test
  void manyThreadsAtOnceAreCounted() throws Exception {
    Hakmem hakmem = allocators.create();
    int count = 200;
    CountDownLatch opened = new CountDownLatch(count);
    CountDownLatch refused = new CountDownLatch(1);
    try (ExecutorService platform =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        (i % 2 == 0 ? platform : virtual)
            .submit(() -> {
              try (HakmemArena arena = hakmem.newConfinedArena()) {
                arena.allocate(64);
                opened.countDown();
                refused.await();
              }
              return 0;
            });
      }
      opened.await();
      try {
        requireRefused(hakmem, count);
      } finally {
        refused.countDown();
      }
    }
    hakmem.close();
  }

  /** One whose place in the table a live thread has, and one that takes the place of an ended. */
  @Test
  void threadsThatShareAPlaceInTheTableAreCounted() throws Exception {
    Hakmem hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build());
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread first =
        new Thread(() -> {
          HakmemArena closed = hakmem.newConfinedArena();
          opened.countDown();
          Threads.await(done);
          closed.close();
          hakmem.newConfinedArena(); // left open on purpose
        });
    first.start();
    opened.await();
    try {
      openInPlaceOf(first, hakmem, 2);
    } finally {
      done.countDown();
    }
    first.join();
    openInPlaceOf(first, hakmem, 2);
    requireRefused(hakmem, 1); // nobody can close it any more
  }

  /** In a thread whose number leads to the same place. */
  private static void openInPlaceOf(Thread other, Hakmem hakmem, int open) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          try (HakmemArena arena = hakmem.newConfinedArena()) {
            arena.allocate(8);
            requireRefused(hakmem, open);
          }
          return true;
        });
    Thread thread;
    do {
      thread = new Thread(task);
    } while ((thread.threadId() - other.threadId()) % PLACES != 0);
    thread.start();
    thread.join();
    assertThat(task.get()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  @SuppressWarnings("restricted") // to register an action is
  void anArenaWhoseCleanUpActionFailsIsClosed(Kind kind) {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = kind.of(hakmem);
    arena
        .allocate(8)
        .reinterpret(
            8,
            arena,
            same -> {
              requireRefused(hakmem, 1); // its memory is not freed yet
              throw new MeantToFailException();
            });
    assertThatExceptionOfType(MeantToFailException.class).isThrownBy(arena::close);
    Allocators.requireNothingLeft(hakmem);
    hakmem.close();
  }

  /** Blocks that the program freed itself: the close of the arena reports it, and is done. */
  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void anArenaWhoseBlocksWereFreedIsClosed(Kind kind) {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = kind.of(hakmem);
    MemorySegment segment = arena.allocate(2 << 20);
    hakmem.free(segment.address());
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(arena::close);
    hakmem.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void anArenaOfWhichOneBlockWasFreedIsClosed(Kind kind) {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = kind.of(hakmem);
    arena.allocate(2 << 20);
    MemorySegment segment = arena.allocate(2 << 20);
    arena.allocate(2 << 20);
    hakmem.free(segment.address());
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(arena::close);
    Allocators.requireNothingLeft(hakmem);
    hakmem.close();
  }

  @Test
  void aRefusedCloseOfAnotherThreadCountsNothing() throws Exception {
    Hakmem hakmem = allocators.create();
    HakmemArena confined = hakmem.newConfinedArena();
    assertThat(
            in(
                Thread.ofPlatform(),
                () -> {
                  assertThatExceptionOfType(WrongThreadException.class).isThrownBy(confined::close);
                  return true;
                }))
        .isTrue();
    requireRefused(hakmem, 1);
    confined.close();
    assertThatIllegalStateException().isThrownBy(confined::close);
    HakmemArena shared = hakmem.newSharedArena();
    requireRefused(hakmem, 1);
    shared.close();
    assertThatIllegalStateException().isThrownBy(shared::close);
    hakmem.close();
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("restricted") // reinterpret
  void whatWasMadeOfASegmentEndsWithIt(Kind kind) {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = kind.of(hakmem);
    MemorySegment segment = arena.allocate(64);
    MemorySegment slice = segment.asSlice(8, 8);
    MemorySegment longer = slice.reinterpret(16);
    ByteBuffer buffer = segment.asByteBuffer();
    arena.close();
    hakmem.close();
    for (MemorySegment made : List.of(slice, longer, MemorySegment.ofBuffer(buffer))) {
      assertThatIllegalStateException().isThrownBy(() -> made.get(JAVA_BYTE, 0));
    }
    assertThatIllegalStateException().isThrownBy(() -> buffer.get(0));
  }

  /** With the segment's arena in the hands of native code, {@link DowncallTest} has the rest. */
  @ParameterizedTest
  @CsvSource({"CONFINED, HARDENED", "SHARED, HARDENED", "BATCHED, HARDENED", "BATCHED, CHECKED"})
  @Tag("slow")
  void arenasThatRaceWithTheClose(Kind kind, Safety safety) throws Exception {
    ChildJvm.Result result = child(CloseRace.class, List.of(), kind.name(), safety.name());
    assertThat(result.out()).as(result.err()).startsWith("ok");
    assertThat(result.exit()).isZero();
  }

  @Test
  @Tag("slow")
  void arenasThatFindNoJavaHeap() throws Exception {
    ChildJvm.Result result = child(ArenasWithoutHeap.class, List.of("-Xmx48m", "-Xint"));
    assertThat(result.out() + result.err()).startsWith("ok");
  }

  private static ChildJvm.Result child(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
            main.getName()));
    command.addAll(List.of(arguments));
    return ChildJvm.run(command);
  }
}
