package org.hakmem.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.jspecify.annotations.Nullable;

/**
 * Calls all operations at every depth of a nearly full stack, and accounts for every block after
 * each descent. Run as a program of its own, in a JVM of the mode to be tested; see {@link
 * StackEdgeOptions} for its arguments.
 *
 * <p>Ends with status 0 and a line of figures, or with 1 and a line that says what is broken.
 */
final class StackEdge {

  private static final int SLOTS = 512;
  private static final int THREADS = 2;
  private static final int STRIPES = 2;
  private static final long RESERVATION_BYTES = 1L << 30;

  /**
   * One more instance, with the states of its blocks, and the states that are kept for the next.
   */
  private static final long MOST_GROWN_BYTES =
      RESERVATION_BYTES + 2 * (RESERVATION_BYTES / 64 + RESERVATION_BYTES / 16);

  private static final int LEAST_STACK = 192 << 10;
  private static final int OS_PAGE_SHIFT = 12;
  private static final int MORE_STACK = 64 << 10;

  /** What is created where the stack ends. */
  static final HakmemConfig SMALL =
      HakmemConfig.builder().scavenger(false).reservationBytes(RESERVATION_BYTES).build();

  private final StackEdgeOptions options;
  private final SplittableRandom random;
  private final Hakmem hakmem;
  private final StackEdgeSlots slots;
  private long addressSpaceBefore;
  private long overflows;
  private long completed;

  private StackEdge(StackEdgeOptions options) {
    this.options = options;
    this.random = new SplittableRandom(options.seed());
    this.hakmem =
        Hakmem.create(
            HakmemConfig.builder()
                .magazineCapacity(options.magazine())
                .stickyRingSize(1)
                .stripes(STRIPES)
                .reservationBytes(RESERVATION_BYTES)
                .purgeDelayMillis(20)
                .scavenger(options.scavenger())
                .portableMemory(options.portable())
                .build());
    this.slots = new StackEdgeSlots(hakmem, SLOTS);
  }

  public static void main(String[] args) throws InterruptedException {
    StackEdge edge = new StackEdge(StackEdgeOptions.parse(args));
    String fault;
    try {
      fault = edge.run();
    } catch (RuntimeException
        | Error e) { // what an overflow broke shows with room on the stack too
      e.printStackTrace(System.out);
      fault = e.toString();
    }
    System.out.println(fault == null ? "ok: " + edge.figures() : "broken: " + fault);
    System.exit(fault == null ? 0 : 1);
  }

  private String figures() {
    return "overflows="
        + overflows
        + " completed="
        + completed
        + " "
        + Allocators.stats(hakmem).refills();
  }

  /** Goes down and up again as often as asked for; says what is broken, or null. */
  private @Nullable String run() throws InterruptedException {
    for (int round = 0; round < options.warm(); round++) {
      operateWithRoom();
    }
    addressSpaceBefore = addressSpace();
    for (int round = 0; round < options.rounds(); round++) {
      String fault = descend();
      if (fault == null) {
        fault = slots.fault();
      }
      if (fault != null) {
        return "round " + round + ", after " + overflows + " overflows: " + fault;
      }
      slots.stampNew();
      operateWithRoom();
    }
    return endFault();
  }

  /** Two threads at once go down to the end of their stacks, each with its half of the slots. */
  private @Nullable String descend() throws InterruptedException {
    List<StackEdgeDescent> descents = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int part = 0; part < THREADS; part++) {
      StackEdgeDescent descent = newDescent(part);
      descents.add(descent);
      threads.add(
          options.virtual()
              ? Thread.ofVirtual().unstarted(descent)
              : new Thread(null, descent, "descent", LEAST_STACK + random.nextInt(MORE_STACK)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (StackEdgeDescent descent : descents) {
      overflows += descent.overflows();
      completed += descent.completed();
      Throwable fault = descent.fault();
      if (fault == null && options.strict()) {
        fault = descent.lateOverflow();
      }
      if (fault != null) {
        fault.printStackTrace(System.out);
        return fault.toString();
      }
    }
    int most = STRIPES + THREADS + 2; // this thread's and the scavenger's
    int heaps = Allocators.stats(hakmem).heaps();
    return heaps > most ? heaps + " heaps: some were never let go" : null;
  }

  private StackEdgeDescent newDescent(int part) {
    return new StackEdgeDescent(
        hakmem, slots, part * SLOTS / THREADS, SLOTS / THREADS, options.only(), random.nextLong());
  }

  /** This thread's own share, with room on the stack: so that blocks change hands. */
  private void operateWithRoom() {
    if (options.mixed()) {
      for (int part = 0; part < THREADS; part++) {
        StackEdgeDescent here = newDescent(part);
        for (int i = 0; i < SLOTS / 3; i++) {
          here.operate();
        }
      }
    } else {
      slots.freeAll();
      if (options.onBlocks()) {
        slots.allocateAll();
      }
    }
    slots.stampNew();
  }

  /** Bytes of the address space that this process uses. */
  private static long addressSpace() {
    try {
      String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[0];
      return Long.parseLong(pages) << OS_PAGE_SHIFT;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String endFault() {
    long grown = addressSpace() - addressSpaceBefore;
    if (grown > MOST_GROWN_BYTES && !options.only().equals("shared")) {
      return "the address space grew by " + grown + " bytes";
    }
    long block = Hakmem.shared().malloc(1);
    Hakmem.shared().free(block);
    slots.freeAll();
    String fault = slots.fault();
    if (fault != null) {
      return "at the end: " + fault;
    }
    hakmem.trim();
    HakmemStats stats = Allocators.stats(hakmem);
    boolean allGone =
        stats.slabs() == 0
            && stats.cachedBytes() == 0
            && (stats.committedBytes() == 0 || !Allocators.canPurge(hakmem));
    return allGone ? null : "after all was freed and trimmed: " + stats;
  }
}
