package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand platform threads at once: what each costs beyond the thread itself. */
@Tag("slow")
@Tag("native-only")
class ManyThreadsTest {

  private static final int THREADS = 10_000;
  private static final long STACK_BYTES = 128 << 10;
  private static final long[] SIZES = {24, 40, 100, 300, 100};
  private static final long MOST_JAVA_HEAP_BYTES = 4 << 10;

  /**
   * An OS page for each of four slabs, one for the states of the blocks in the two slabs of tiny
   * blocks each, and one for those in all four.
   */
  private static final long MOST_RESIDENT_BYTES = 28 << 10;

  /** What a thread does with its few blocks, which it keeps. */
  private interface Use {
    void accept(long[] blocks);
  }

  /** The threads, all alive, each after it has used its blocks. */
  private static final class Crowd {
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final long[][] blocks = new long[THREADS][SIZES.length];

    Crowd(Use use) throws InterruptedException {
      CountDownLatch ready = new CountDownLatch(THREADS);
      for (long[] each : blocks) {
        Runnable action =
            () -> {
              use.accept(each);
              ready.countDown();
              awaitEnd();
            };
        Thread thread = new Thread(null, action, "one of many", STACK_BYTES);
        thread.start();
        threads.add(thread);
      }
      ready.await();
    }

    private void awaitEnd() {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void end() throws InterruptedException {
      end.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static long javaHeapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long javaHeapOfTheThreadsAlone() throws InterruptedException {
    long before = javaHeapBytes();
    Crowd crowd = new Crowd(blocks -> blocks[0] = 1);
    long bytes = javaHeapBytes() - before;
    crowd.end();
    return bytes;
  }

  @Test
  void costLittle() throws InterruptedException {
    long alone = javaHeapOfTheThreadsAlone();
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.builder().scavenger(false).build())) {
      hakmem.free(hakmem.malloc(1)); // loads the classes
      long before = javaHeapBytes();
      Crowd crowd = new Crowd(blocks -> allocate(hakmem, blocks));
      long javaHeap = (javaHeapBytes() - before - alone) / THREADS;
      HakmemStats stats = hakmem.stats();
      long resident = stats.residentBytes() / THREADS;

      assertThat(stats.heaps()).isBetween(THREADS, THREADS + 1);
      assertThat(javaHeap).isLessThanOrEqualTo(MOST_JAVA_HEAP_BYTES);
      assertThat(resident).isLessThanOrEqualTo(MOST_RESIDENT_BYTES);
      Quiet.check(hakmem, (long) THREADS * SIZES.length);
      crowd.end();
      for (long[] blocks : crowd.blocks) {
        for (long block : blocks) {
          hakmem.free(block);
        }
      }
      Quiet.check(hakmem, 0);
      hakmem.trim();
      assertThat(hakmem.stats().residentBytes()).as("nothing is left of them").isZero();
    }
  }

  private static void allocate(Hakmem hakmem, long[] blocks) {
    for (int i = 0; i < SIZES.length; i++) {
      MarkedBlock block = MarkedBlock.allocate(hakmem, SIZES[i], i);
      blocks[i] = block.memory().address();
    }
  }
}
