package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtual threads share a few heaps, and are neither pinned nor stopped by them. */
class VirtualThreadsTest {

  private static final int AT_ONCE = 2000;
  private static final String PINNED = "jdk.VirtualThreadPinned";

  @TempDir Path folder;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong moved = new AtomicLong();

  private static Hakmem create(int stripes) {
    return Hakmem.create(HakmemConfig.builder().stripes(stripes).purgeDelayMillis(50).build());
  }

  /** Runs the task in many virtual threads, some at a time. */
  private void inVirtualThreads(int threads, Runnable task) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        room.acquire();
        executor.execute(() -> {
          try {
            task.run();
          } catch (Throwable t) {
            failure.compareAndSet(null, t);
          } finally {
            room.release();
          }
        });
      }
    }
    assertThat(failure.get()).isNull();
  }

  /** Allocates, holds its block while it waits, and frees it on whatever carrier it is then. */
  private void holdAcrossAYield(Hakmem hakmem) {
    long number = Thread.currentThread().threadId();
    MarkedBlock first = MarkedBlock.allocate(hakmem, 16 + number % 200, number);
    String carrier = carrier();
    if (number % 64 == 0) {
      LockSupport.parkNanos(1);
    } else {
      Thread.yield();
    }
    MarkedBlock second = MarkedBlock.allocate(hakmem, 16 + number % 300, -number);
    if (!carrier.equals(carrier())) {
      moved.incrementAndGet();
    }
    first.release(hakmem);
    Thread.yield();
    second.release(hakmem);
  }

  /** As in {@code VirtualThread[#21]/runnable@ForkJoinPool-1-worker-1}. */
  private static String carrier() {
    String name = Thread.currentThread().toString();
    return name.substring(name.indexOf('@') + 1);
  }

  /**
   * This thread's heap is one, the scavenger's another, and a carrier may have one of its own, or
   * find all stripes held.
   */
  private static int mostHeaps(int stripes) {
    return stripes + 2 + Runtime.getRuntime().availableProcessors();
  }

  @ParameterizedTest
  @CsvSource({"1000000, 4", "100000, 1"})
  @Tag("slow")
  void manyOfThem(int threads, int stripes) throws InterruptedException {
    try (Hakmem hakmem = create(stripes)) {
      inVirtualThreads(threads, () -> holdAcrossAYield(hakmem));

      assertThat(moved.get()).as("threads that freed on another carrier").isPositive();
      assertThat(hakmem.stats().heaps()).isLessThanOrEqualTo(mostHeaps(stripes));
      Quiet.check(hakmem, 0);
    }
  }

  @Test
  void someOfThem() throws InterruptedException {
    try (Hakmem hakmem = create(2)) {
      inVirtualThreads(10_000, () -> holdAcrossAYield(hakmem));

      assertThat(hakmem.stats().heaps()).isLessThanOrEqualTo(mostHeaps(2));
      Quiet.check(hakmem, 0);
    }
  }

  /** While all hold blocks at once there are no more heaps either. */
  @Test
  void allAtOnce() throws InterruptedException {
    int threads = 20_000;
    CountDownLatch allHold = new CountDownLatch(threads);
    try (Hakmem hakmem = create(2)) {
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < threads; i++) {
          executor.execute(() -> holdUntil(hakmem, allHold));
        }
      }

      assertThat(failure.get()).isNull();
      assertThat(hakmem.stats().heaps()).isLessThanOrEqualTo(mostHeaps(2));
      Quiet.check(hakmem, 0);
    }
  }

  private void holdUntil(Hakmem hakmem, CountDownLatch allHold) {
    try {
      MarkedBlock block = MarkedBlock.allocate(hakmem, 100, 1);
      allHold.countDown();
      allHold.await();
      block.release(hakmem);
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
    }
  }

  // ---- Pinning ---------------------------------------------------------------------------------

  private interface Work {
    void run() throws InterruptedException;
  }

  /** The pinned waits during {@code work} with a frame that {@code inside} accepts. */
  private List<RecordedEvent> pinned(Work work, String inside)
      throws IOException, InterruptedException {
    Path file = folder.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    Files.delete(file);
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .filter(event ->
            event.getStackTrace().getFrames().stream().anyMatch(frame -> is(frame, inside)))
        .toList();
  }

  private static boolean is(RecordedFrame frame, String inside) {
    return frame.isJavaFrame() && frame.getMethod().getType().getName().startsWith(inside);
  }

  @Test
  void nothingPins() throws IOException, InterruptedException {
    try (Hakmem hakmem = create(1)) {
      List<RecordedEvent> events =
          pinned(
              () ->
                  inVirtualThreads(
                      20_000,
                      () -> {
                        holdAcrossAYield(hakmem);
                        if (Thread.currentThread().threadId() % 1024 == 0) {
                          hakmem.trim();
                        }
                      }),
              "org.hakmem.internal.");

      assertThat(events).isEmpty();
    }
  }

  /** The seeded fault: a class initializer that waits is a frame of the machine, which pins. */
  @Test
  void aPinnedWaitWouldBeSeen() throws IOException, InterruptedException {
    List<RecordedEvent> events =
        pinned(() -> inVirtualThreads(1, Pinned::touch), Pinned.class.getName());

    assertThat(events).isNotEmpty();
  }

  private static final class Pinned {
    static {
      LockSupport.parkNanos(20_000_000);
    }

    static void touch() {}
  }
}
