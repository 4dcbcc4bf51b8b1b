package org.hakmem.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.CorruptionException;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.InvalidFreeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arenas of a checked allocator: each request has a block of its own between canaries. */
@Tag("native-only")
class ArenasTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  enum Arenas {
    CONFINED {
      @Override
      HakmemArena open(Hakmem hakmem) {
        return hakmem.newConfinedArena();
      }
    },
    SHARED {
      @Override
      HakmemArena open(Hakmem hakmem) {
        return hakmem.newSharedArena();
      }
    },
    BATCHED {
      @Override
      HakmemArena open(Hakmem hakmem) {
        return hakmem.newBatchedArena();
      }
    };

    abstract HakmemArena open(Hakmem hakmem);
  }

  @BeforeEach
  void create() {
    hakmem = Callers.checked(allocators);
  }

  private void write(long address) {
    Allocators.memory(hakmem, address, 1).set(JAVA_BYTE, 0, (byte) 0);
  }

  @ParameterizedTest
  @EnumSource
  void eachRequestHasItsBlock(Arenas kind) {
    try (HakmemArena arena = kind.open(hakmem)) {
      for (long size : new long[] {1, 8, 100, 5_000, 2 << 20}) {
        MemorySegment segment = arena.allocate(size, 8);
        assertThat(hakmem.usableSize(segment.address())).isEqualTo(size);
        assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) size]))).isEqualTo(-1);
        assertThat(arena.allocateUninitialized(size, 64).address() % 64).isZero();
      }
      assertThat(Allocators.stats(hakmem).liveBlocks()).isEqualTo(10);
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void anOverrunIsFoundByTheClose(Arenas kind) {
    HakmemArena arena = kind.open(hakmem);
    MemorySegment segment = arena.allocate(10);
    arena.allocate(10);
    write(segment.address() + 10);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(arena::close)
        .withMessageContaining("of a block of 10 bytes, byte 10 holds 00 instead of fd")
        .withMessageContaining("ArenasTest.anOverrunIsFoundByTheClose");
    assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
    Allocators.requireNothingLeft(hakmem);
  }

  /** Whoever ends the generation is not to blame. */
  @Test
  void anOverrunInABatchedArenaIsLogged() {
    try (LoggedLines log = new LoggedLines()) {
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        write(arena.allocate(10).address() + 10);
      }
      hakmem.trim();
      assertThat(log.thrown())
          .singleElement()
          .satisfies(e -> assertThat(e).hasMessageContaining("byte 10 holds 00 instead of fd"));
    }
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource
  void aFreeOfAnArenasBlockIsFoundByTheClose(Arenas kind) {
    List<String> logged = new ArrayList<>();
    try (LoggedLines log = new LoggedLines()) {
      HakmemArena arena = kind.open(hakmem);
      hakmem.free(arena.allocate(10).address());
      try {
        arena.close();
        hakmem.trim();
      } catch (InvalidFreeException e) {
        logged.add(e.getMessage());
      }
      log.thrown().forEach(e -> logged.add(e.getMessage()));
    }
    assertThat(logged).singleElement().asString().contains("freed twice: a block of 10 bytes");
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void aConfinedArenaIsItsThreads() throws InterruptedException {
    HakmemArena arena = hakmem.newConfinedArena();
    Callers.Kind.ENDED.run(() -> {
      assertThatExceptionOfType(WrongThreadException.class).isThrownBy(arena::close);
      assertThatExceptionOfType(WrongThreadException.class).isThrownBy(() -> arena.allocate(1));
    });
    arena.allocate(1);
    arena.close();
    assertThatIllegalStateException().isThrownBy(arena::close);
    Allocators.requireNothingLeft(hakmem);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFINED", "SHARED"})
  void anOpenArenaPreventsTheClose(Arenas kind) {
    HakmemArena arena = kind.open(hakmem);
    MemorySegment segment = arena.allocate(10);
    try (LoggedLines log = new LoggedLines()) {
      assertThatIllegalStateException()
          .isThrownBy(hakmem::close)
          .withMessage("1 arena of this allocator is open: close it first");
      segment.set(JAVA_BYTE, 9, (byte) 1);
      assertThat(hakmem.usableSize(segment.address())).isEqualTo(10);
      arena.close();
      hakmem.close();
      assertThat(log.lines()).isEmpty();
    }
  }

  /** The close ends it, and once more from within: by the second close nothing is mapped. */
  @SuppressWarnings("restricted") // segments with a clean-up action are what is tested
  @Test
  void aCleanUpActionMayCloseTheAllocator() {
    HakmemArena arena = hakmem.newBatchedArena();
    long leaked = hakmem.malloc(100);
    var _ = MemorySegment.ofAddress(1).reinterpret(1, arena, segment -> hakmem.close());
    try (LoggedLines log = new LoggedLines()) {
      hakmem.close();
      assertThat(log.lines()).singleElement().asString().contains("1 block of 100 bytes live");
    }
    assertThat(leaked).isNotZero();
  }
}
