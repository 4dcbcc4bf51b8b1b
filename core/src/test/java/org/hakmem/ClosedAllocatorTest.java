package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a closed allocator had on the Java heap is collected, though its threads live on. */
class ClosedAllocatorTest {

  private static final int MAX_COLLECTIONS = 100;

  /** Uses an allocator so that all that the thread has of it is made, and closes it. */
  private static WeakReference<Engine> usedAndClosed(Safety safety) {
    Hakmem hakmem =
        Hakmem.create(
            HakmemConfig.builder().safety(safety).magazineCapacity(2).maxBytes(64 << 20).build());
    long[] blocks = new long[100];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = hakmem.malloc(64);
    }
    for (long block : blocks) {
      hakmem.free(block);
    }
    hakmem.newBatchedArena().close();
    try (HakmemArena arena = hakmem.newConfinedArena()) {
      arena.allocate(64);
    }
    hakmem.trim();
    WeakReference<Engine> engine = new WeakReference<>(hakmem.engine());
    hakmem.close();
    return engine;
  }

  @ParameterizedTest
  @EnumSource
  void itsEngineIsCollectedWhileItsThreadLives(Safety safety) throws InterruptedException {
    WeakReference<Engine> engine = usedAndClosed(safety);
    for (int i = 0; i < MAX_COLLECTIONS && !engine.refersTo(null); i++) {
      System.gc();
      Thread.sleep(10); // the scavenger's thread may be about to end
    }
    assertThat(engine.refersTo(null)).isTrue();
  }
}
