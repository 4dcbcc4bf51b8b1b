package org.hakmem.arena;

import java.lang.foreign.Arena;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;

/** The kinds of arena, and what each has to be like. */
enum Kind {
  CONFINED,
  SHARED,
  BATCHED;

  HakmemArena of(Hakmem hakmem) {
    return switch (this) {
      case CONFINED -> hakmem.newConfinedArena();
      case SHARED -> hakmem.newSharedArena();
      case BATCHED -> hakmem.newBatchedArena();
    };
  }

  @SuppressWarnings("MustBeClosedChecker") // by the test
  Arena ofJdk() {
    return this == CONFINED ? Arena.ofConfined() : Arena.ofShared();
  }
}
