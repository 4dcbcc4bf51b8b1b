package org.hakmem.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Millions of batched arenas, by several threads at once: what waits stays within its bound. */
@Tag("native-only") // in portable memory what waits is the JDK's, and not in the statistics
class QuarantineTest {

  private static final long BOUND = 8 << 20;

  @RegisterExtension final Allocators allocators = new Allocators();

  private static boolean use(Hakmem hakmem, int arenas) {
    long size = 16;
    boolean within = true;
    for (int i = 0; i < arenas; i++) {
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        arena.allocateUninitialized(size, 16);
      }
      size = size < 1024 ? size + 16 : 16;
      if (i % 256 == 0) {
        within &= Allocators.quarantinedBytes(hakmem) <= BOUND;
      }
    }
    return within;
  }

  @Test
  void staysWithinItsBound() throws Exception {
    Hakmem hakmem = allocators.create(settings -> settings.batchBytes(BOUND).maxBytes(4 * BOUND));
    Callable<Boolean> user = () -> use(hakmem, 700_000);

    assertThat(Threads.run(List.of(user, user, user, user))).containsOnly(true);

    assertThat(Allocators.stats(hakmem).liveBytes()).isLessThanOrEqualTo(BOUND);
    Allocators.requireNothingLeft(hakmem);
    assertThat(Allocators.quarantinedBytes(hakmem)).isZero();
  }
}
