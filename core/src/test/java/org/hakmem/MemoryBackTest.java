package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A burst of 1 GiB, all released again by other threads than allocated it, goes back to the system
 * although those threads live on and call nothing.
 */
@Tag("slow")
@Tag("native-only")
class MemoryBackTest {

  private static final int THREADS = 8;
  private static final long BYTES_A_THREAD = (1L << 30) / THREADS;
  private static final long OS_PAGE_BYTES = 4096;
  private static final long MOST_AFTER_THE_DELAY = 16L << 20;
  private static final long MOST_AFTER_TRIM = 8L << 20;
  private static final double OCTAVES = 12; // from 64 bytes to 256 KiB

  /** What a thread does after the burst. */
  private enum Idleness {
    PARKED {
      @Override
      void idle(int thread, Signal end) throws InterruptedException {
        end.parked.await();
      }
    },
    IN_A_NATIVE_CALL {
      @Override
      void idle(int thread, Signal end) throws IOException {
        end.pipe.source().read(ByteBuffer.allocate(1));
      }
    },
    BUSY_ELSEWHERE {
      @Override
      void idle(int thread, Signal end) throws InterruptedException {
        if (thread > 0) {
          end.parked.await();
        }
        while (!end.given.get()) {
          end.work = mix(end.work);
        }
      }
    };

    abstract void idle(int thread, Signal end) throws Exception;
  }

  /** Ends the idleness. */
  private static final class Signal {
    final CountDownLatch parked = new CountDownLatch(1);
    final AtomicBoolean given = new AtomicBoolean();
    final Pipe pipe;
    long work;

    Signal() throws IOException {
      pipe = Pipe.open();
    }

    void give() throws IOException {
      parked.countDown();
      given.set(true);
      pipe.sink().write(ByteBuffer.allocate(THREADS));
    }
  }

  private static long mix(long seed) {
    long mixed = seed;
    for (int i = 0; i < 100_000; i++) {
      mixed = mixed * 31 + i;
    }
    return mixed;
  }

  private final List<List<Long>> blocks = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private static void allocate(Hakmem hakmem, int thread, List<Long> blocks) {
    SplittableRandom random = new SplittableRandom(thread);
    for (long bytes = 0; bytes < BYTES_A_THREAD; ) {
      long size = (long) (64 * Math.pow(2, random.nextDouble(OCTAVES)));
      MemorySegment block = hakmem.allocate(size, 1);
      for (long at = 0; at < size; at += OS_PAGE_BYTES) {
        block.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
      }
      block.set(ValueLayout.JAVA_BYTE, size - 1, (byte) 1);
      blocks.add(block.address());
      bytes += size;
    }
  }

  private Thread start(
      Hakmem hakmem, int thread, CyclicBarrier allHave, CountDownLatch done, Runnable idle) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            allocate(hakmem, thread, blocks.get(thread));
            allHave.await(); // twice: the test looks in between
            allHave.await();
            blocks.get((thread + 1) % THREADS).forEach(hakmem::free);
            done.countDown();
            idle.run();
          } catch (Throwable t) {
            failure.compareAndSet(null, t);
            done.countDown();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void goesBack(Idleness idleness, TestReporter reporter) throws Exception {
    Signal end = new Signal();
    CyclicBarrier allHave = new CyclicBarrier(THREADS + 1);
    CountDownLatch done = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        blocks.add(new ArrayList<>());
        threads.add(start(hakmem, i, allHave, done, () -> idle(idleness, thread, end)));
      }
      allHave.await();
      assertThat(resident(hakmem)).as("it was there").isGreaterThan(1L << 30);
      allHave.await();
      done.await();
      long last = System.nanoTime();

      boolean gone = Quiet.becomes(() -> resident(hakmem) <= MOST_AFTER_THE_DELAY);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last);
      long afterDelay = resident(hakmem);
      hakmem.trim();
      long afterTrim = resident(hakmem);
      reporter.publishEntry(
          idleness
              + ": "
              + afterDelay
              + " bytes resident "
              + millis
              + " ms after the last call, "
              + afterTrim
              + " after trim()");

      assertThat(failure.get()).isNull();
      assertThat(threads).allMatch(Thread::isAlive);
      assertThat(gone).as("%d bytes stayed", afterDelay).isTrue();
      assertThat(afterTrim).isLessThanOrEqualTo(MOST_AFTER_TRIM);
      Quiet.check(hakmem, 0);
      end.give();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failure.get()).isNull();
  }

  private static void idle(Idleness idleness, int thread, Signal end) {
    try {
      idleness.idle(thread, end);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What the system says of the allocator's window. */
  private static long resident(Hakmem hakmem) {
    long from = hakmem.engine().os().windowBase();
    long to = from + hakmem.engine().os().windowBytes();
    long kibibytes = 0;
    boolean inside = false;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
        String[] words = line.split("[ -]+", 4);
        if (line.startsWith("Rss:")) {
          kibibytes += inside ? Long.parseLong(words[1]) : 0;
        } else if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          inside =
              Long.parseUnsignedLong(words[0], 16) < to
                  && Long.parseUnsignedLong(words[1], 16) > from;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kibibytes << 10;
  }
}
