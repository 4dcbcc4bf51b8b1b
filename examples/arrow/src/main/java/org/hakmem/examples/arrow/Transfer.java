package org.hakmem.examples.arrow;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One transfer: a server and a client, each with an allocator of its own. */
@SuppressWarnings("try") // Flight's close methods may be interrupted; so may a transfer
final class Transfer {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Transfer() {}

  /**
   * What came of it.
   *
   * @param mebibytes MiB of numbers received
   * @param rows rows received; each was as it had been sent
   * @param buffers buffers that both allocators made
   * @param managers whose memory the buffers were in that were looked at: one of each batch, at
   *     both sides
   * @param nanos time from the client's request to the stream's end
   * @param cpuNanos processor time that the whole process took meanwhile
   */
  record Result(
      int mebibytes, long rows, long buffers, Set<String> managers, long nanos, long cpuNanos) {

    /** How fast it was. */
    double mebibytesPerSecond() {
      return mebibytes * 1e9 / nanos;
    }

    /** What it cost, which says more than the speed on a machine that does other things too. */
    double cpuMillisPerMebibyte() {
      return cpuNanos / 1e6 / mebibytes;
    }
  }

  /** Counts buffers. */
  private static final class Counting implements AllocationListener {
    final LongAdder buffers = new LongAdder();

    @Override
    public void onAllocation(long size) {
      buffers.increment();
    }
  }

  /**
   * Sends a batch for each MiB and receives them.
   *
   * <p>The allocators are closed last, and would throw if a buffer was left.
   *
   * @param open makes an allocator; asked for two
   */
  static Result run(Function<AllocationListener, RootAllocator> open, int mebibytes)
      throws Exception {
    Counting counting = new Counting();
    Set<String> managers = Collections.synchronizedSet(new TreeSet<>());
    try (BufferAllocator sending = open.apply(counting);
        BufferAllocator receiving = open.apply(counting);
        NumbersProducer producer = new NumbersProducer(sending, managers);
        FlightServer server =
            FlightServer.builder(sending, Location.forGrpcInsecure("localhost", 0), producer)
                .build()
                .start();
        FlightClient client =
            FlightClient.builder(receiving, Location.forGrpcInsecure("localhost", server.getPort()))
                .build()) {
      long cpu = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      long rows = receive(client, mebibytes, managers);
      long nanos = System.nanoTime() - start;
      cpu = PROCESS.getProcessCpuTime() - cpu;
      return new Result(mebibytes, rows, counting.buffers.sum(), managers, nanos, cpu);
    }
  }

  private static long receive(FlightClient client, int batches, Set<String> managers)
      throws Exception {
    try (FlightStream stream = client.getStream(NumbersProducer.ticket(batches))) {
      VectorSchemaRoot root = stream.getRoot();
      int batch = 0;
      while (stream.next()) {
        Numbers.check(root, batch++);
        managers.add(Numbers.manager(root));
      }
      if (batch != batches) {
        throw new IllegalStateException(batch + " batches came, not " + batches);
      }
      return (long) batch * Numbers.ROWS;
    }
  }
}
