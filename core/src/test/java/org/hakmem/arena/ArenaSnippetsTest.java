package org.hakmem.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.junit.jupiter.api.Test;

/** The code that documentation shows, compiled and run. */
class ArenaSnippetsTest {

  @Test
  void arenas() {
    MemorySegment kept;
    // @start region="arenas"
    Hakmem hakmem = Hakmem.shared();

    try (HakmemArena arena = hakmem.newConfinedArena()) { // instead of Arena.ofConfined()
      MemorySegment text = arena.allocateFrom("for this thread, until the end of the block");
      MemorySegment buffer = arena.allocateUninitialized(4096, 64); // to be overwritten anyway
      buffer.copyFrom(text);
    }
    try (HakmemArena arena = hakmem.newBatchedArena()) { // instead of Arena.ofShared()
      MemorySegment message = arena.allocate(64); // zeroed, for any thread
      message.set(ValueLayout.JAVA_LONG, 0, 42);
      kept = message;
    } // takes some nanoseconds, not a handshake with all threads
    // @end
    hakmem.trim();
    assertThatIllegalStateException().isThrownBy(() -> kept.get(ValueLayout.JAVA_LONG, 0));
    assertThat(kept.scope().isAlive()).isFalse();
  }
}
