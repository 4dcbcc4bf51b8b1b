package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.internal.memory.FailingMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody touches memory that an allocator has given back by its close. */
@Timeout(120)
class CloseRacesTest {

  private static final long MIB = 1L << 20;

  private final FailingMemory memory = new FailingMemory(256 * MIB);
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();

  @AfterEach
  void nothingWasThrownElsewhere() {
    assertThat(thrown.get()).isNull();
    assertThat(memory.isClosed()).isTrue();
  }

  private Thread start(Runnable action) {
    Thread thread =
        new Thread(() -> {
          try {
            action.run();
          } catch (Throwable t) {
            thrown.set(t);
          }
        });
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING
        || thread.getState() == Thread.State.WAITING;
  }

  @Test
  void closeWaitsForATrim() throws InterruptedException {
    Hakmem hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build(), memory);
    hakmem.free(hakmem.malloc(5 * MIB));
    CountDownLatch purging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    memory.beforePurge =
        () -> {
          purging.countDown();
          await(goOn);
          assertThat(memory.isClosed()).as("closed under the trim").isFalse();
        };
    Thread trimmer = start(hakmem::trim);
    await(purging);
    Thread closer = start(hakmem::close);
    assertThat(Quiet.becomes(() -> isWaiting(closer))).isTrue();
    assertThat(memory.isClosed()).isFalse();
    goOn.countDown();
    trimmer.join();
    closer.join();
    assertThatThrownBy(hakmem::trim).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(hakmem::stats).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeWaitsForTheScavenger() throws InterruptedException {
    Hakmem hakmem = Hakmem.create(HakmemConfig.builder().purgeDelayMillis(4).build(), memory);
    CountDownLatch purging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    memory.beforePurge =
        () -> {
          purging.countDown();
          await(goOn);
          assertThat(memory.isClosed()).as("closed under the scavenger").isFalse();
        };
    hakmem.free(hakmem.malloc(5 * MIB));
    await(purging);
    Thread closer = start(hakmem::close);
    assertThat(Quiet.becomes(() -> isWaiting(closer))).isTrue();
    assertThat(memory.isClosed()).isFalse();
    goOn.countDown();
    closer.join();
  }

  /** A batched arena may be used while another thread closes the allocator. */
  @Test
  void closeWaitsForTheMemoryOfAnArena() throws InterruptedException {
    Hakmem hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build(), memory);
    CountDownLatch mapping = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    memory.beforeMap =
        () -> {
          mapping.countDown();
          await(goOn);
          assertThat(memory.isClosed()).as("closed under the arena").isFalse();
        };
    ArenaBlocks blocks = hakmem.engine().arenaBlocks();
    Thread arena = start(() -> blocks.allocate(100 * MIB, 16));
    await(mapping);
    Thread closer = start(hakmem::close);
    assertThat(Quiet.becomes(() -> isWaiting(closer))).isTrue();
    assertThat(memory.isClosed()).isFalse();
    goOn.countDown();
    arena.join();
    closer.join();
    assertThatThrownBy(() -> blocks.allocate(1, 16))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this allocator is closed");
    blocks.wakeScavenger();
    blocks.free(16); // nobody's, and nobody asks
  }

  /** A clean-up action that the scavenger runs closes the allocator. */
  @Test
  @Tag("native-only")
  void anActionOnTheScavengerMayClose() {
    Hakmem hakmem =
        Hakmem.create(HakmemConfig.builder().purgeDelayMillis(4).batchMillis(1000).build(), memory);
    AtomicReference<Thread> by = new AtomicReference<>();
    HakmemArena arena = hakmem.newBatchedArena();
    atEnd(
        arena,
        () -> {
          by.set(Thread.currentThread());
          hakmem.close();
        });
    arena.close();
    assertThat(Quiet.becomes(() -> by.get() != null && memory.isClosed())).isTrue();
    assertThat(by.get().getName()).isEqualTo("hakmem-scavenger");
    assertThat(Quiet.becomes(() -> !by.get().isAlive())).isTrue();
  }

  /** An error of an action neither ends the scavenger nor keeps memory. */
  @Test
  @Tag("native-only")
  void anActionOnTheScavengerMayFail() {
    Hakmem hakmem =
        Hakmem.create(HakmemConfig.builder().purgeDelayMillis(4).batchMillis(1000).build(), memory);
    AtomicBoolean ran = new AtomicBoolean();
    HakmemArena arena = hakmem.newBatchedArena();
    arena.allocate(100);
    atEnd(
        arena,
        () -> {
          ran.set(true);
          AssertionError error = new AssertionError("test");
          error.setStackTrace(new StackTraceElement[0]); // it comes to be logged
          throw error;
        });
    arena.close();
    assertThat(Quiet.becomes(ran::get)).isTrue();
    assertThat(Quiet.becomes(() -> hakmem.stats().liveBlocks() == 0)).isTrue();
    assertThat(Quiet.becomes(() -> hakmem.stats().committedBytes() == 0)).isTrue();
    // The scavenger forgets a generation after it has freed its memory.
    assertThat(Quiet.becomes(() -> hakmem.stats().quarantine().generations() == 0)).isTrue();
    assertThat(hakmem.stats().scavenger().alive()).isTrue();
    hakmem.close();
  }

  @SuppressWarnings("restricted")
  private static void atEnd(HakmemArena arena, Runnable action) {
    var _ = MemorySegment.ofAddress(1).reinterpret(1, arena, segment -> action.run());
  }

  /** Consoles ask while the allocator is closed, and arenas are closed beside. */
  @Test
  void whoAsksMeanwhileIsRefusedAtMost() throws InterruptedException {
    memory.close();
    for (int round = 0; round < 50; round++) {
      Hakmem hakmem = Hakmem.create(HakmemConfig.builder().purgeDelayMillis(2).build());
      HakmemArena shared = hakmem.newSharedArena();
      shared.allocate(40 * MIB);
      hakmem.free(hakmem.malloc(3 * MIB));
      Thread[] others = {
        start(() -> until(hakmem, hakmem::trim)),
        start(() -> until(hakmem, hakmem::stats)),
        start(shared::close)
      };
      closeOnceItsArenaIs(hakmem);
      for (Thread other : others) {
        other.join();
      }
    }
  }

  private static void closeOnceItsArenaIs(Hakmem hakmem) {
    while (!hakmem.engine().isClosed()) {
      try {
        hakmem.close();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("1 arena of this allocator is open");
      }
    }
  }

  private static void until(Hakmem closed, Runnable ask) {
    try {
      while (!closed.engine().isClosed()) {
        ask.run();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("this allocator is closed");
    }
  }

  @Test
  void theScavengerIsTold() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults(), memory)) {
      assertThat(hakmem.stats().scavenger()).isEqualTo(new HakmemStats.Scavenger(true, 0, 1, 0));
    }
    try (Hakmem none = Hakmem.create(HakmemConfig.builder().scavenger(false).build())) {
      assertThat(none.stats().scavenger()).isEqualTo(new HakmemStats.Scavenger(false, 0, 0, 0));
    }
  }
}
