package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hakmem.HakmemStats;
import org.hakmem.internal.event.OnceLog;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scavenger goes on, whatever happens to one of its duties or to its thread. */
class ScavengerFaultsTest {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final int SMALL = SizeClasses.of(64);
  private static final long NEVER_STUCK = Long.MAX_VALUE;

  private final World world = World.of(builder -> builder.purgeDelayMillis(8));
  private Scavenger scavenger = new Scavenger(world.shared, world.reclaimer);

  @AfterEach
  void stop() {
    scavenger.stop();
    world.shared.gate().close();
  }

  private static boolean becomes(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(1_000_000);
    }
    return condition.getAsBoolean();
  }

  private void wake() {
    world.shared.wakeScavenger();
  }

  private boolean wakesUntil(BooleanSupplier condition) {
    return becomes(() -> {
      wake();
      return condition.getAsBoolean();
    });
  }

  private Heap idleStripe() {
    Heap heap = world.shared.registry().create(true);
    world.allocate(heap, SMALL, 100).forEach(block -> world.free(heap, block));
    heap.letGo();
    return heap;
  }

  private void requireItWorks() {
    Heap heap = idleStripe();
    wake();
    assertThat(becomes(() -> !heap.isInUse())).as("takes an idle heap").isTrue();
    assertThat(wakesUntil(() -> !world.shared.pool().hasDirtyPages())).as("purges").isTrue();
    assertThat(becomes(scavenger::isAsleep)).as("sleeps").isTrue();
  }

  private HakmemStats.Scavenger health() {
    return scavenger.health();
  }

  // ---- A duty that throws ----------------------------------------------------------------------

  /** What an action of the program's may throw. */
  static List<Throwable> causes() {
    List<Throwable> causes =
        List.of(
            new IllegalStateException("test"),
            new AssertionError("test"),
            new NoClassDefFoundError("test"),
            new OutOfMemoryError("test"),
            new StackOverflowError("test"),
            new Error("test"));
    causes.forEach(ScavengerFaultsTest::withoutTrace); // they come to be logged
    return causes;
  }

  private static <T extends Throwable> T withoutTrace(T cause) {
    cause.setStackTrace(new StackTraceElement[0]);
    return cause;
  }

  private static final class Failing implements Chore {
    private final Throwable cause;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean over;

    Failing(Throwable cause) {
      this.cause = cause;
    }

    @Override
    public void look() {
      looks.incrementAndGet();
      if (!over) {
        throwAny(cause);
      }
    }

    @Override
    public boolean hasWork() {
      return false;
    }
  }

  @SuppressWarnings("unchecked") // on purpose: checked exceptions come as well
  private static <T extends Throwable> void throwAny(Throwable cause) throws T {
    throw (T) cause;
  }

  @ParameterizedTest
  @MethodSource("causes")
  void otherDutiesAreDoneThoughOneFails(Throwable cause) {
    Failing chore = new Failing(cause);
    scavenger.setChore(chore);
    scavenger.start();
    Heap heap = idleStripe();
    wake();
    assertThat(becomes(() -> !heap.isInUse() && chore.looks.get() > 3)).isTrue();
    assertThat(health().failures()).isPositive();
    assertThat(health().alive()).isTrue();
    chore.over = true;
    requireItWorks();
    assertThat(health().starts()).isEqualTo(1);
  }

  @Test
  void askingForWorkMayFailToo() {
    AtomicInteger asked = new AtomicInteger();
    scavenger.setChore(
        new Chore() {
          @Override
          public void look() {}

          @Override
          public boolean hasWork() {
            if (asked.incrementAndGet() < 5 && Thread.currentThread().isDaemon()) {
              throw withoutTrace(new AssertionError("test"));
            }
            return false;
          }
        });
    scavenger.start();
    wake();
    assertThat(becomes(() -> asked.get() >= 5)).isTrue();
    requireItWorks();
  }

  @Test
  void eachKindOfCauseIsLoggedOnce() {
    String message = "a message of this test's";
    assertThat(OnceLog.warn(message, withoutTrace(new IllegalArgumentException("one")))).isTrue();
    assertThat(OnceLog.warn(message, withoutTrace(new IllegalArgumentException("two")))).isFalse();
    assertThat(OnceLog.warn(message, withoutTrace(new AssertionError("three")))).isTrue();
    assertThat(OnceLog.warn(message, null)).isTrue();
    assertThat(OnceLog.warn(message, null)).isFalse();
  }

  /** The program has locked it all. */
  @Test
  void sleepsOnPagesThatTheSystemWillNotPurge() {
    world.os.refusePurges(true);
    scavenger.start();
    Heap heap = idleStripe();
    wake();
    assertThat(becomes(() -> !heap.isInUse())).isTrue();
    assertThat(becomes(scavenger::isAsleep)).isTrue();
    assertThat(world.shared.pool().hasDirtyPages()).isTrue();
    world.os.refusePurges(false);
    requireItWorks();
  }

  // ---- The thread ------------------------------------------------------------------------------

  /** The first {@code count} threads end at once, or can't be started. */
  private void failFirst(int count, boolean starts) {
    AtomicInteger made = new AtomicInteger();
    scavenger =
        new Scavenger(world.shared, world.reclaimer, NEVER_STUCK) {
          @Override
          Thread newThread(Runnable run) {
            if (made.getAndIncrement() >= count) {
              return super.newThread(run);
            }
            if (starts) {
              return new Thread(() -> {});
            }
            throw new OutOfMemoryError("unable to create native thread: test");
          }
        };
  }

  @Test
  void aThreadThatEndedIsReplacedByASlowPath() {
    failFirst(1, true);
    scavenger.start();
    assertThat(becomes(() -> !health().alive())).isTrue();
    assertThat(health().starts()).isEqualTo(1);
    wake();
    assertThat(health().alive()).isTrue();
    assertThat(health().starts()).isEqualTo(2);
    requireItWorks();
  }

  @Test
  void aThreadThatCannotBeStartedIsStartedLater() {
    failFirst(2, false);
    scavenger.start();
    assertThat(health()).isEqualTo(new HakmemStats.Scavenger(false, 0, 0, 0));
    int heaps = world.shared.registry().all().length;
    assertThat(wakesUntil(() -> health().alive())).isTrue();
    assertThat(health().starts()).isEqualTo(1);
    assertThat(world.shared.registry().all().length)
        .as("a try that fails leaves no heap behind")
        .isLessThanOrEqualTo(heaps + 1);
    requireItWorks();
  }

  /** At an action of the program's that does not end. */
  private static final class Blocking implements Chore {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void look() {
      if (entered.getCount() > 0) {
        entered.countDown();
        awaitFor(end);
      }
    }

    @Override
    public boolean hasWork() {
      return false;
    }
  }

  private static void awaitFor(CountDownLatch latch) {
    try {
      latch.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aThreadThatIsStuckIsReplaced() {
    scavenger = new Scavenger(world.shared, world.reclaimer, TimeUnit.MILLISECONDS.toNanos(1));
    Blocking chore = new Blocking();
    scavenger.setChore(chore);
    scavenger.start();
    wake();
    awaitFor(chore.entered);
    assertThat(becomes(() -> health().lookMillis() > 0)).as("shows").isTrue();
    assertThat(wakesUntil(() -> health().starts() > 1)).isTrue();
    requireItWorks();
    chore.end.countDown();
    requireItWorks();
  }

  /** As {@code Hakmem.close()} is, that an action calls. */
  @Test
  void itsOwnThreadCanStopIt() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    scavenger.setChore(
        new Chore() {
          @Override
          public void look() {
            scavenger.stop();
            world.shared.gate().close();
            stopped.countDown();
          }

          @Override
          public boolean hasWork() {
            return false;
          }
        });
    scavenger.start();
    wake();
    assertThat(stopped.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    assertThat(becomes(() -> !health().alive())).isTrue();
  }

  @Test
  void whoStopsItDoesNotWaitForAnAction() {
    Blocking chore = new Blocking();
    scavenger.setChore(chore);
    scavenger.start();
    wake();
    awaitFor(chore.entered);
    scavenger.stop();
    world.shared.gate().close();
    chore.end.countDown();
    assertThat(becomes(() -> !health().alive())).isTrue();
  }
}
