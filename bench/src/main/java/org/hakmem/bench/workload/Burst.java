package org.hakmem.bench.workload;

import java.util.EnumSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hakmem.bench.machine.CHeap;
import org.hakmem.bench.machine.ResidentMemory;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;

/**
 * Eight threads allocate 1 GiB together, each frees what another allocated, and then nothing
 * happens for five seconds, while the threads stay alive. What is resident then is the figure, but
 * for what the JVM's compilers left free in the C library's heap: that is given back first, unless
 * it is the peer's own heap.
 *
 * <p>Of our own, after Netty's issues 15850, 15691 and 17166: memory that allocators keep after a
 * burst of load is what their users complain of most.
 */
final class Burst {

  private static final int THREADS = 8;
  private static final long ALL_BYTES = 1L << 30;
  private static final double IDLE_SECONDS = 5;

  /** Sizes from 64 bytes to 256 KiB, as many of each magnitude. */
  private static final int LEAST_MAGNITUDE = 6;

  private static final int MAGNITUDES = 12;

  private static final long MOST_BYTES = 1L << (LEAST_MAGNITUDE + MAGNITUDES);

  /** Far more blocks than 128 MiB of such sizes ever have. */
  private static final int MOST_BLOCKS = 16_384;

  private static final int OS_PAGE = 4_096;
  private static final double KIB_PER_MIB = 1_024;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Slots[] tables;
  private final long bytesPerThread;
  private final CyclicBarrier phase = new CyclicBarrier(THREADS + 1);

  private Burst(Peer peer, double scale) {
    bytesPerThread = (long) (ALL_BYTES / THREADS * scale);
    tables =
        IntStream.range(0, THREADS)
            .mapToObj(thread -> peer.slots(MOST_BLOCKS, MOST_BYTES / MAGNITUDES, MOST_BYTES))
            .toArray(Slots[]::new);
  }

  static Workload workload() {
    return new Workload(
        "burst",
        "8 threads allocate 1 GiB of 64 bytes to 256 KiB, free each other's, idle for 5 s",
        Unit.MEBIBYTES,
        EnumSet.of(Trait.CROSSES_THREADS),
        Burst::measure);
  }

  /** There is no warm-up: the first burst is the one that counts. */
  private static double measure(Trial trial) throws Exception {
    Peer peer = trial.open();
    Burst burst = new Burst(peer, trial.scale());
    trial.probe().warm();
    Thread threads =
        peer.thread(
            "burst",
            () -> {
              try {
                Aside.runAll(peer, THREADS, burst::run);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    threads.start();
    burst.next(); // all is allocated
    burst.next(); // all is free
    TimeUnit.NANOSECONDS.sleep((long) (IDLE_SECONDS * trial.scale() * NANOS_PER_SECOND));
    if (!trial.peer().isCHeap()) {
      CHeap.trim();
    }
    double resident = ResidentMemory.currentKib() / KIB_PER_MIB;
    trial.probe().done();
    burst.next(); // the threads end
    threads.join();
    return resident;
  }

  private void run(int thread) throws Exception {
    fill(tables[thread], new Randomness(thread));
    next();
    tables[(thread + 1) % THREADS].freeAll();
    next();
    next();
  }

  private void next() throws Exception {
    phase.await(2, TimeUnit.MINUTES);
  }

  private void fill(Slots slots, Randomness random) {
    long bytes = 0;
    for (int slot = 0; slot < MOST_BLOCKS && bytes < bytesPerThread; slot++) {
      int size = 1 << (LEAST_MAGNITUDE + random.below(MAGNITUDES));
      size += random.below(size);
      long address = slots.malloc(slot, size);
      for (int offset = 0; offset < size; offset += OS_PAGE) {
        BlockMemory.putByte(address + offset, (byte) 1);
      }
      bytes += size;
    }
  }
}
