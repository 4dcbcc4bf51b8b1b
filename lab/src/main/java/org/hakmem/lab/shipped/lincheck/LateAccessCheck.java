package org.hakmem.lab.shipped.lincheck;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Two threads write numbers of their own all over batched arenas and close them; a third reads what
 * it knows the number of, long after: it may see that number or fail, and nothing else. Real
 * threads and memory: what protects a late access is the JDK's handshake, which no model has.
 */
final class LateAccessCheck implements NamedCheck {

  private static final String UNIT = "reads";
  private static final int ARENAS_OF_A_GENERATION = 20;
  private static final int SHELF = 4096; // more than are opened until released memory comes back
  private static final int WORDS = 16;
  private static final int ROUNDS = 20_000;

  private record Closed(MemorySegment segment, long number) {}

  @Override
  public String name() {
    return "late-access";
  }

  @Override
  public String property() {
    return "segments of closed batched arenas";
  }

  @Override
  public Outcome run(Effort effort) throws InterruptedException {
    HakmemConfig config =
        HakmemConfig.builder()
            .batchArenas(ARENAS_OF_A_GENERATION)
            .magazineCapacity(0)
            .scavenger(false)
            .build();
    // In a thread of its own: in a JVM in which Lincheck ran before, the one that makes an
    // allocator
    // is left interrupted, which would keep the next mutant from being compiled.
    AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try (Hakmem hakmem = Hakmem.create(config)) {
                outcome.set(run(hakmem, ROUNDS * effort.scale()));
              }
            });
    reader.join();
    Outcome found = outcome.get();
    if (found == null) {
      throw new IllegalStateException("no verdict");
    }
    return found;
  }

  private static Outcome run(Hakmem hakmem, int rounds) {
    AtomicReferenceArray<@Nullable Closed> shelf = new AtomicReferenceArray<>(SHELF);
    AtomicReference<@Nullable String> broken = new AtomicReference<>();
    Thread[] writers = new Thread[2];
    for (int i = 0; i < writers.length; i++) {
      int first = i;
      writers[i] =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  write(hakmem, shelf, first, rounds);
                } catch (IllegalStateException e) {
                  broken.compareAndSet(null, "an open arena fails: " + e);
                }
              });
    }
    long reads = 0;
    while (broken.get() == null && (writers[0].isAlive() || writers[1].isAlive())) {
      reads += read(shelf, broken);
    }
    while (writers[0].isAlive() || writers[1].isAlive()) {
      Thread.onSpinWait();
    }
    String what = broken.get();
    return what == null ? Outcome.holds(reads, UNIT) : Outcome.caught(reads + 1, UNIT, what);
  }

  private static void write(
      Hakmem hakmem, AtomicReferenceArray<@Nullable Closed> shelf, int first, int rounds) {
    for (long number = first + 1L; number < 2L * rounds; number += 2) {
      MemorySegment segment;
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        segment = arena.allocateUninitialized(WORDS * Long.BYTES, Long.BYTES);
        for (int word = 0; word < WORDS; word++) {
          segment.setAtIndex(JAVA_LONG, word, number);
        }
      }
      shelf.set((int) (number % SHELF), new Closed(segment, number));
    }
  }

  private static long read(
      AtomicReferenceArray<@Nullable Closed> shelf, AtomicReference<@Nullable String> broken) {
    long reads = 0;
    for (int i = 0; i < SHELF; i++) {
      Closed closed = shelf.get(i);
      if (closed != null) {
        try {
          for (int word = 0; word < WORDS; word++) {
            long found = closed.segment().getAtIndex(JAVA_LONG, word);
            if (found != closed.number()) {
              broken.set("arena " + closed.number() + " was closed, and its memory has " + found);
            }
          }
        } catch (IllegalStateException e) {
          shelf.compareAndSet(i, closed, null); // its generation has ended
        }
        reads++;
      }
    }
    return reads;
  }
}
