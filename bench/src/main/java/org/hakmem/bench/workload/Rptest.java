package org.hakmem.bench.workload;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;
import org.jspecify.annotations.Nullable;

/**
 * Each thread replaces blocks of its table by others, of random size with linear falloff; every
 * second time it also hands a batch of new blocks to the next thread, and frees what the one before
 * handed over. The figure is by processor time, so that what helpers of an allocator do counts.
 *
 * <p>Jansson's <i>rpmalloc-benchmark</i>, as {@code rptest N 0 1 2 500 1000 100 8 16000} in
 * mimalloc-bench; here the 500 loops go on for as long as is measured.
 */
final class Rptest {

  /** Argument 6: blocks in a thread's table. */
  private static final int TABLE = 1_000;

  /** Argument 7: blocks replaced, and handed over, in a loop. */
  private static final int BATCH = 100;

  /** Argument 4: every how many loops a batch is handed over. */
  private static final int CROSS_RATE = 2;

  /** Argument 8. */
  private static final int LEAST_BYTES = 8;

  /** Argument 9. */
  private static final int MOST_BYTES = 16_000;

  /** The mean of the sizes: a third of the way up, as the falloff is linear. */
  private static final int TYPICAL_BYTES = MOST_BYTES / 3;

  /** A prime, so that a loop goes through the table in no order that an allocator could use. */
  private static final int STEP = 307;

  private static final double MILLION = 1e6;

  private Rptest() {}

  /** By so many threads. */
  static Workload of(int threads) {
    return new Workload(
        "rptest",
        "each of %d threads: replaces blocks of 8 to 16,000 bytes, hands every third one to another"
            .formatted(threads),
        Unit.MILLION_PER_CPU_SECOND,
        EnumSet.of(Trait.CROSSES_THREADS, Trait.TIMES_CALLS),
        trial -> measure(trial, threads));
  }

  private static double measure(Trial trial, int threads) throws InterruptedException {
    Peer peer = trial.open();
    AtomicReferenceArray<@Nullable Slots> mailboxes = new AtomicReferenceArray<>(threads);
    List<Callable<Worker>> workers =
        IntStream.range(0, threads)
            .<Callable<Worker>>mapToObj(thread -> () -> new Loop(peer, mailboxes, thread))
            .toList();
    ProcessorTime time = new ProcessorTime(trial.probe());
    double perSecond = new Shift(peer, trial(trial, time)).perSecond(workers, Long.MAX_VALUE);
    return perSecond / time.processorsUsed() / MILLION;
  }

  private static Trial trial(Trial trial, Trial.Probe probe) {
    return new Trial(
        trial.peer(), trial.opening(), trial.warmupSeconds(), trial.seconds(), trial.tidy(), probe);
  }

  /** From many small blocks down to few large ones, as a straight line. */
  static int size(long bits) {
    double least = Math.min(unit(bits >>> Integer.SIZE), unit(bits));
    return LEAST_BYTES + (int) (least * (MOST_BYTES - LEAST_BYTES + 1));
  }

  private static double unit(long bits) {
    return (bits & 0xFFFF_FFFFL) / (double) (1L << Integer.SIZE);
  }

  /** How many processors the JVM kept busy while the probe was told to measure. */
  private static final class ProcessorTime implements Trial.Probe {

    private final Trial.Probe next;
    private long processorNanos;
    private long nanos;

    ProcessorTime(Trial.Probe next) {
      this.next = next;
    }

    @Override
    public void warm() {
      next.warm();
      processorNanos = -processorNanosNow();
      nanos = -System.nanoTime();
    }

    @Override
    public void done() {
      processorNanos += processorNanosNow();
      nanos += System.nanoTime();
      next.done();
    }

    double processorsUsed() {
      return Math.max(processorNanos, 1) / (double) nanos;
    }

    private static long processorNanosNow() {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
          .getProcessCpuTime();
    }
  }

  /** For one thread; an operation is an allocation and, sooner or later, its free. */
  private static final class Loop implements Worker {

    private final Slots table;
    private final AtomicReferenceArray<@Nullable Slots> mailboxes;
    private final int own;
    private final int next;
    private final Peer peer;
    private final Randomness random;
    private @Nullable Slots spare;
    private int slot;
    private int loops;

    Loop(Peer peer, AtomicReferenceArray<@Nullable Slots> mailboxes, int thread) {
      this.peer = peer;
      this.mailboxes = mailboxes;
      own = thread;
      next = (thread + 1) % mailboxes.length();
      table = peer.slots(TABLE, TYPICAL_BYTES, MOST_BYTES);
      random = new Randomness(thread);
    }

    @Override
    public long work() {
      for (int i = 0; i < BATCH; i++) {
        slot = (slot + STEP) % TABLE;
        if (table.address(slot) != 0) {
          table.free(slot);
        }
        allocate(table, slot);
      }
      loops++;
      if (loops % CROSS_RATE != 0) {
        return BATCH;
      }
      freeWhatCame(own);
      handOver();
      return BATCH + BATCH;
    }

    @Override
    public void close() {
      table.freeAll();
      freeWhatCame(own);
      freeWhatCame(next);
    }

    private void handOver() {
      Slots batch = spare == null ? peer.slots(BATCH, TYPICAL_BYTES, MOST_BYTES) : spare;
      spare = null;
      for (int i = 0; i < BATCH; i++) {
        allocate(batch, i);
      }
      keep(mailboxes.getAndSet(next, batch));
    }

    private void freeWhatCame(int mailbox) {
      keep(mailboxes.getAndSet(mailbox, null));
    }

    /** Empties a batch, and keeps it for the next use. */
    private void keep(@Nullable Slots batch) {
      if (batch != null) {
        batch.freeAll();
        spare = batch;
      }
    }

    private void allocate(Slots slots, int where) {
      int size = size(random.nextBits());
      long address = slots.malloc(where, size);
      BlockMemory.putByte(address, (byte) size);
      BlockMemory.putByte(address + size - 1, (byte) size);
    }
  }
}
