package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads read segments of batched arenas long after others closed these. Every arena writes a
 * number of its own all over its memory; a reader that knows the number sees it, or {@link
 * IllegalStateException}, and never another's. While plain blocks, which are memory that was
 * released, are overwritten all the time.
 */
class LateAccessTest {

  private static final int SHELF = 4096; // more than are opened until released memory comes back
  private static final int WORDS = 12;

  private record Closed(MemorySegment segment, long number) {}

  @RegisterExtension final Allocators allocators = new Allocators();

  private final AtomicReferenceArray<Closed> shelf = new AtomicReferenceArray<>(SHELF);
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  /** Opens, writes, closes, and shelves. */
  private void write(Hakmem hakmem, int rounds) {
    for (int i = 0; i < rounds; i++) {
      long number = numbers.incrementAndGet();
      MemorySegment segment;
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        segment = arena.allocateUninitialized(WORDS * 8, 8);
        for (int word = 0; word < WORDS; word++) {
          segment.setAtIndex(JAVA_LONG, word, number);
        }
      }
      Closed closed = new Closed(segment, number);
      shelf.set((int) (number % SHELF), closed);
      check(closed); // late too, though the readers may not have come to it yet
      if (i % 64 == 0) {
        long block = hakmem.malloc(4096); // takes what was released, if any was too early
        Allocators.memory(hakmem, block, 4096).fill((byte) -1);
        hakmem.free(block);
      }
    }
  }

  /**
   * All that is on the shelf in turn, and what was put there last, which is the likeliest to live.
   */
  private boolean read() {
    for (int i = 0; !done.get(); i = (i + 1) % SHELF) {
      check(shelf.get(i));
      check(shelf.get((int) (numbers.get() % SHELF)));
    }
    return true;
  }

  private void check(Closed closed) {
    if (closed != null) {
      try {
        for (int word = 0; word < WORDS; word++) {
          long found = closed.segment().getAtIndex(JAVA_LONG, word);
          assertThat(found)
              .as("word %d of an arena closed before", word)
              .isEqualTo(closed.number());
        }
        seen.incrementAndGet();
      } catch (IllegalStateException e) {
        refused.incrementAndGet();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 200})
  void seesWhatWasLeftOrFails(int arenas) throws Exception {
    Hakmem hakmem =
        allocators.create(
            settings -> settings.batchArenas(arenas).batchBytes(1 << 20).magazineCapacity(0));
    Callable<Boolean> reader = this::read;
    Callable<Boolean> writer =
        () -> {
          try {
            write(hakmem, 10_000);
          } finally {
            done.set(true);
          }
          return true;
        };
    assertThat(Threads.run(List.of(reader, writer, reader, writer))).containsOnly(true);
    assertThat(seen.get()).as("late reads that saw the memory as it was left").isPositive();
    assertThat(refused.get()).as("late reads that failed").isPositive();
    Allocators.requireNothingLeft(hakmem);
  }
}
