package org.hakmem.arena;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.jspecify.annotations.Nullable;

/**
 * A program whose threads open arenas and use their memory while another closes the allocator, over
 * and over. It ends with a crash if memory is unmapped under an arena.
 */
final class CloseRace {

  private static final int ROUNDS = 120;

  /** In checked mode, which is slow. */
  private static final int CHECKED_ROUNDS = 30;

  private static final int THREADS = 4;

  private final Hakmem hakmem;
  private final Kind kind;
  private final AtomicInteger arenas = new AtomicInteger();
  private volatile @Nullable Throwable fault;

  private CloseRace(Kind kind, Safety safety) {
    this.kind = kind;
    this.hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).safety(safety).build());
  }

  public static void main(String[] args) throws InterruptedException {
    Safety safety = Safety.valueOf(args[1]);
    int used = 0;
    for (int round = 0; round < (safety == Safety.CHECKED ? CHECKED_ROUNDS : ROUNDS); round++) {
      CloseRace race = new CloseRace(Kind.valueOf(args[0]), safety);
      race.run(round);
      used += race.arenas.get();
      if (race.fault != null) {
        race.fault.printStackTrace(System.out);
        return;
      }
    }
    System.out.println("ok: " + used + " arenas");
  }

  private void run(int round) throws InterruptedException {
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread.Builder threads = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      users.add(threads.start(this::useUntilClosed));
    }
    while (arenas.get() < 20 + round) {
      Thread.onSpinWait();
    }
    boolean closed = false;
    while (!closed) {
      try {
        hakmem.close();
        closed = true;
      } catch (IllegalStateException e) { // arenas are open
      }
    }
    for (Thread user : users) {
      user.join();
    }
  }

  /** A call that throws may have come while a close was tried that was refused. */
  private void useUntilClosed() {
    while (true) {
      try (HakmemArena arena = kind.of(hakmem)) {
        MemorySegment segment = arena.allocate(5000);
        arenas.getAndIncrement();
        for (long at = 0; at < 5000; at += 1000) {
          segment.set(JAVA_LONG, at, at);
        }
      } catch (IllegalStateException e) {
        if (isClosed()) {
          return;
        }
      } catch (Throwable t) {
        fault = t;
        return;
      }
    }
  }

  private boolean isClosed() {
    try {
      hakmem.usableSize(0);
      return false;
    } catch (IllegalStateException e) {
      return true;
    } catch (IllegalArgumentException e) { // no block
      return false;
    }
  }
}
