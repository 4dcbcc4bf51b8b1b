package org.hakmem.bench.workload;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.Slots;
import org.hakmem.bench.workload.Trace.Script;

/**
 * What a real program asked of its heap, asked again, by as many threads, each in its own order; a
 * call that takes another thread's block waits until that thread has it. No thread gets further
 * ahead of the others than the program's threads could be thought to, so that no more is live than
 * was.
 *
 * <p>A block's first word is written when it is handed out and verified when it is taken, and a
 * byte of each of its OS pages is written, so that it is resident.
 */
final class Replay {

  private static final int OS_PAGE = 4_096;

  private final Trace trace;
  private final Peer peer;
  private final Slots slots;
  private final Progress progress;

  Replay(Trace trace, Peer peer, Slots slots) {
    this.trace = trace;
    this.peer = peer;
    this.slots = slots;
    progress = new Progress(trace.scripts().stream().map(script -> script.line[0]).toList());
  }

  /** Of a file; the label's second part is the file's name up to the first dot. */
  static Workload of(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.');
    return new Workload(
        "replay:" + (dot < 0 ? name : name.substring(0, dot)),
        "what a real program asked of its heap, by its threads in their order",
        Unit.NANOS,
        EnumSet.of(Trait.CROSSES_THREADS),
        trial -> {
          Trace trace = TraceReader.read(file);
          trial.probe().loaded();
          Peer peer = trial.open();
          Slots slots = peer.slots(trace.slots(), trace.meanBytes(), trace.largestBytes());
          return Passes.median(trial, () -> new Replay(trace, peer, slots).pass()) / trace.events();
        });
  }

  /** Everything once; returns how long it took, in nanoseconds. */
  long pass() throws InterruptedException {
    int threads = trace.scripts().size();
    CountDownLatch ready = new CountDownLatch(threads);
    long[] started = new long[threads];
    long[] ended = new long[threads];
    Aside.runAll(
        peer,
        threads,
        thread -> {
          ready.countDown();
          ready.await();
          started[thread] = System.nanoTime();
          replay(thread);
          ended[thread] = System.nanoTime();
        });
    Aside.run(peer, slots::freeAll);
    long start =
        IntStream.range(0, threads).mapToLong(t -> started[t] - started[0]).min().orElse(0);
    long end = IntStream.range(0, threads).mapToLong(t -> ended[t] - started[0]).max().orElse(0);
    return end - start;
  }

  private void replay(int thread) {
    Script script = trace.scripts().get(thread);
    try {
      for (int call = 0; call < script.calls(); call++) {
        if (call % Progress.CALLS_BETWEEN_LOOKS == 0) {
          progress.keepTogether(thread, call, script.line[call]);
        }
        int awaited = script.awaitedThread[call];
        if (awaited >= 0) {
          progress.await(thread, call, script.line[call], awaited, script.awaitedCalls[call]);
        }
        replay(script, call);
        if (script.handsOn[call]) {
          progress.made(thread, call + 1);
        }
      }
      progress.end(thread, script.calls());
    } catch (RuntimeException | Error e) {
      progress.abandon(); // and never says that it made what it did not make
      throw e;
    }
  }

  private void replay(Script script, int call) {
    int slot = script.slot[call];
    long size = script.size[call];
    switch (script.call[call]) {
      case Trace.MALLOC -> touch(slots.malloc(slot, size), size);
      case Trace.CALLOC -> Contents.stamp(slots.calloc(slot, size), size);
      case Trace.ALIGNED -> touch(slots.aligned(slot, size, script.extra[call]), size);
      case Trace.REALLOC -> {
        long old = script.extra[call];
        Contents.checkStamp(peer, slots.address(slot), old);
        touch(slots.realloc(slot, script.toSlot[call], old, size), size);
      }
      case Trace.FREE -> {
        Contents.checkStamp(peer, slots.address(slot), size);
        slots.free(slot);
      }
      default -> throw new IllegalStateException("no such call: " + script.call[call]);
    }
  }

  private static void touch(long address, long size) {
    for (long offset = 0; offset < size; offset += OS_PAGE) {
      BlockMemory.putByte(address + offset, (byte) 1);
    }
    Contents.stamp(address, size);
  }
}
