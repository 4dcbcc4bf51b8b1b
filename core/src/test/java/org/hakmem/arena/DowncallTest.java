package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.Safety;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An arena is closed while a call of native code has one of its segments: the C library's {@code
 * qsort} sorts it, and the comparison, which is Java, closes the arena.
 */
@Tag("native-only")
@SuppressWarnings("restricted")
class DowncallTest {

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle QSORT =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("qsort"),
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));

  @RegisterExtension final Allocators allocators = new Allocators();

  private Runnable within = () -> {};

  int compare(MemorySegment a, MemorySegment b) {
    within.run();
    return Byte.compare(a.get(JAVA_BYTE, 0), b.get(JAVA_BYTE, 0));
  }

  /** Sorts it, and runs {@code action} the first time that two bytes are compared. */
  private void sort(MemorySegment bytes, Runnable action) throws Throwable {
    within =
        () -> {
          within = () -> {};
          action.run();
        };
    MethodHandle compare =
        MethodHandles.lookup()
            .bind(
                this,
                "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
    try (Arena stubs = Arena.ofConfined()) {
      MemorySegment stub =
          LINKER.upcallStub(
              compare,
              FunctionDescriptor.of(
                  JAVA_INT,
                  ADDRESS.withTargetLayout(JAVA_BYTE),
                  ADDRESS.withTargetLayout(JAVA_BYTE)),
              stubs);
      QSORT.invokeExact(bytes, bytes.byteSize(), 1L, stub);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void aCloseIsRefusedAndChangesNothing(Kind kind) throws Throwable {
    Hakmem hakmem = allocators.create();
    for (Arena arena : new Arena[] {kind.ofJdk(), kind.of(hakmem)}) {
      MemorySegment text = arena.allocateFrom("sorted");
      sort(text.asSlice(0, 6), () -> assertThatIllegalStateException().isThrownBy(arena::close));
      assertThat(text.getString(0)).isEqualTo("deorst");
      assertThat(arena.allocateFrom("and goes on").getString(0)).isEqualTo("and goes on");
      arena.close();
      assertThat(text.scope().isAlive()).isFalse();
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aBatchedArenaIsClosedAndItsGenerationEndsLater() throws Throwable {
    Hakmem hakmem = allocators.create(settings -> settings.batchArenas(1));
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment text = arena.allocateFrom("sorted");
    sort(
        text.asSlice(0, 6),
        () -> {
          arena.close();
          hakmem.trim(); // would end it
          assertThat(text.scope().isAlive()).isTrue();
          assertThat(Allocators.quarantinedBytes(hakmem)).isPositive();
          try (HakmemArena other = hakmem.newBatchedArena()) {
            other.allocate(100).fill((byte) 'x');
          }
        });
    assertThat(text.getString(0)).isEqualTo("deorst");
    hakmem.newBatchedArena().close(); // begins another generation, and tries again
    assertThat(text.scope().isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> text.getString(0));
    Allocators.requireNothingLeft(hakmem);
  }

  /** The call lasts long enough for the scavenger to fall asleep, if it saw nothing to do. */
  @Test
  @Timeout(120) // else a fault would be a test without an end
  void theScavengerEndsWhatTheJdkRefusedToEnd() throws Throwable {
    Hakmem hakmem =
        allocators.create(settings -> settings.scavenger(true).purgeDelayMillis(4).batchArenas(1));
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment text = arena.allocateFrom("sorted");
    sort(
        text.asSlice(0, 6),
        () -> {
          arena.close();
          Threads.awaitAsleep("hakmem-scavenger", 200);
          assertThat(text.scope().isAlive()).isTrue();
        });
    while (Allocators.quarantinedBytes(hakmem) > 0) { // for ever if nobody ends it
      Thread.sleep(1); // until the scavenger's next look
    }
    assertThat(text.scope().isAlive()).isFalse();
  }

  /** In the checked mode the segments of allocate have scopes of their own. */
  @Test
  void aRefusedCloseOfACheckedAllocatorEndsNoArena() throws Throwable {
    Hakmem hakmem = allocators.create(settings -> settings.safety(Safety.CHECKED));
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment kept = arena.allocateFrom("kept");
    MemorySegment text = hakmem.allocateFrom("sorted");
    sort(
        text.asSlice(0, 6),
        () -> {
          assertThatIllegalStateException().isThrownBy(hakmem::close);
          assertThat(kept.getString(0)).isEqualTo("kept");
          try (HakmemArena other = hakmem.newBatchedArena()) {
            other.allocate(100).fill((byte) 'x');
          }
        });
    assertThat(text.getString(0)).isEqualTo("deorst");
    arena.close();
    hakmem.close();
    assertThat(text.scope().isAlive()).isFalse();
    assertThat(kept.scope().isAlive()).isFalse();
  }

  @Test
  void closingTheAllocatorIsRefusedToo() throws Throwable {
    Hakmem hakmem = allocators.create();
    HakmemArena arena = hakmem.newBatchedArena();
    MemorySegment text = arena.allocateFrom("sorted");
    sort(text.asSlice(0, 6), () -> assertThatIllegalStateException().isThrownBy(hakmem::close));
    assertThat(text.getString(0)).isEqualTo("deorst");
    hakmem.free(hakmem.malloc(100));
    arena.close();
    Allocators.requireNothingLeft(hakmem);
  }
}
