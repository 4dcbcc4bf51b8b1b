package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A program: some threads allocate, verify and free as fast as they can, others call {@code trim()}
 * all the time, which takes the heaps of the former from them whenever these are outside of the
 * allocator. Ends with status 0 and the line "sound" if no block was damaged or lost.
 *
 * <p>Arguments: rounds of each worker, number of trimmers, and {@code virtual} if the workers are
 * to be virtual threads, more of them than carriers.
 */
final class IdleHeapStress {

  private static final int WORKERS = 2;
  private static final int VIRTUAL_WORKERS = 20;
  private static final int ROUNDS_IN_A_TURN = 100;
  private static final int SLOTS = 64;

  @SuppressWarnings("restricted")
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final Hakmem hakmem =
      Hakmem.create(HakmemConfig.builder().purgeDelayMillis(4).stripes(1).build());
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong trims = new AtomicLong();
  private volatile boolean done;

  public static void main(String[] args) throws InterruptedException {
    IdleHeapStress stress = new IdleHeapStress();
    String result =
        stress.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2].equals("virtual"));
    System.out.println(result);
    System.exit(result.startsWith("sound") ? 0 : 1);
  }

  private String run(int rounds, int trimmers, boolean virtual) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    List<Thread> others = new ArrayList<>();
    int count = virtual ? VIRTUAL_WORKERS : WORKERS;
    for (int i = 0; i < count; i++) {
      long seed = i + 1;
      workers.add(start(() -> hammer(rounds / count, new SplittableRandom(seed)), virtual));
    }
    for (int i = 0; i < trimmers; i++) {
      others.add(start(this::trimAllTheTime, false));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    done = true;
    for (Thread other : others) {
      other.join();
    }
    if (failure.get() != null) {
      failure.get().printStackTrace();
      return "failed: " + failure.get();
    }
    hakmem.trim();
    String fault = fault();
    for (int i = 0; i < 100 && fault != null; i++) {
      LockSupport.parkNanos(10_000_000); // the scavenger is at work
      fault = fault();
    }
    return fault != null ? fault : "sound, with " + trims.get() + " trims";
  }

  /** What is wrong, or null. */
  private @Nullable String fault() {
    long live = hakmem.stats().liveBlocks();
    String fault = hakmem.engine().firstFault();
    return fault == null && live != 0 ? live + " blocks lost" : fault;
  }

  private Thread start(Runnable action, boolean virtual) {
    return (virtual ? Thread.ofVirtual() : Thread.ofPlatform())
        .start(() -> {
          try {
            action.run();
          } catch (Throwable t) {
            failure.compareAndSet(null, t);
            done = true;
          }
        });
  }

  private void trimAllTheTime() {
    while (!done) {
      hakmem.trim();
      trims.incrementAndGet();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // so that virtual threads change places
  private void hammer(int rounds, SplittableRandom random) {
    long[] blocks = new long[SLOTS];
    long[] marks = new long[SLOTS];
    for (int round = 0; round < rounds && !done; round++) {
      int slot = random.nextInt(SLOTS);
      if (blocks[slot] != 0) {
        release(blocks[slot], marks[slot]);
      }
      if (round % ROUNDS_IN_A_TURN == 0) {
        Thread.yield();
      }
      long size = 16L << random.nextInt(3);
      blocks[slot] = hakmem.malloc(size);
      marks[slot] = mark(blocks[slot], random.nextLong());
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      if (blocks[slot] != 0) {
        release(blocks[slot], marks[slot]);
      }
    }
  }

  private static long mark(long address, long mark) {
    EVERYTHING.set(ValueLayout.JAVA_LONG_UNALIGNED, address, mark);
    EVERYTHING.set(ValueLayout.JAVA_LONG_UNALIGNED, address + 8, mark ^ address);
    return mark;
  }

  private void release(long address, long mark) {
    if (EVERYTHING.get(ValueLayout.JAVA_LONG_UNALIGNED, address) != mark
        || EVERYTHING.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 8) != (mark ^ address)) {
      throw new AssertionError("damaged: 0x" + Long.toHexString(address));
    }
    hakmem.free(address);
  }
}
