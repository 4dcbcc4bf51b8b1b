package org.hakmem.observability;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import jdk.jfr.Recording;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;

/**
 * A program that goes the slow paths many times and prints how many bytes of Java heap that took,
 * and how many refills there were. Its argument says who looks on: nobody, a recording without the
 * events, or one with them.
 */
public final class AllocationChild {

  private static final int BLOCKS = 400; // of one slab, and more than a magazine holds
  private static final int MAGAZINE = 256;
  private static final int BLOCK_BYTES = 100;
  private static final int ROUNDS = 1000;
  private static final int TRIES = 5;

  /** Who looks on. */
  enum Observer {
    NOBODY,
    RECORDING,
    RECORDING_OF_EVENTS
  }

  private AllocationChild() {}

  /** Runs it. */
  public static void main(String[] args) {
    Observer observer = Observer.valueOf(args[0].toUpperCase(Locale.ROOT));
    try (Recording recording = observer == Observer.NOBODY ? null : new Recording();
        Hakmem hakmem = Hakmem.create(settings())) {
      if (recording != null) {
        if (observer == Observer.RECORDING_OF_EVENTS) {
          recording.enable("org.hakmem.Refill");
        }
        recording.start();
      }
      measure(hakmem);
    }
  }

  private static HakmemConfig settings() {
    return HakmemConfig.builder()
        .scavenger(false)
        .purgeDelayMillis(86_400_000)
        .magazineCapacity(MAGAZINE)
        .build();
  }

  private static void measure(Hakmem hakmem) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] blocks = new long[BLOCKS];
    rounds(hakmem, blocks);
    HakmemStats before = hakmem.stats();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      rounds(hakmem, blocks);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - start);
    }
    long refills = hakmem.stats().refills().hot() - before.refills().hot();
    System.out.println("bytes=" + least + " refills=" + refills / TRIES);
  }

  private static void rounds(Hakmem hakmem, long[] blocks) {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = hakmem.malloc(BLOCK_BYTES);
      }
      for (int i = 0; i < BLOCKS; i++) {
        hakmem.free(blocks[i]);
      }
    }
  }
}
